import type { ApiObject } from 'cdk8s';
import type { KubernetesObject } from '../istio/objects';
import type { FieldPath } from '../manifest/manifest';

/** What `cdk8s import` generates beside a class's `toJson`: the same filter, on values that are resolved already. */
interface GeneratedClass {
  manifest(props: unknown): KubernetesObject;
}

/** The generated class whose `toJson` an object has; undefined when somebody wrote another `toJson`. */
export function generatedClass(object: ApiObject): GeneratedClass | undefined {
  let prototype = Object.getPrototypeOf(object);
  while (!Object.hasOwn(prototype, 'toJson')) prototype = Object.getPrototypeOf(prototype);
  return ['GVK', 'manifest'].every((name) => Object.hasOwn(prototype.constructor, name)) ? prototype.constructor : undefined;
}

/**
 * The names that an object's class knows where a path ends: whatever it reads there. Asking the class itself gives the
 * right names for every import and version, without their schemas.
 *
 * @returns nothing for a class that was not generated
 */
export function knownFields(object: ApiObject, given: KubernetesObject, path: FieldPath): string[] {
  const read = new Set<string>();
  generatedClass(object)?.manifest(recordingAt(given, path.slice(0, -1), read));
  return [...read];
}

/** A copy of `value` that notes which names are read at the end of `path`. */
function recordingAt(value: unknown, [step, ...rest]: FieldPath, read: Set<string>): unknown {
  if (step !== undefined) {
    const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
    Reflect.set(copy, step, recordingAt(Reflect.get(copy, step), rest, read));
    return copy;
  }
  return new Proxy(value as object, {
    get(target, name, receiver) {
      if (typeof name === 'string') read.add(name);
      return Reflect.get(target, name, receiver);
    },
  });
}
