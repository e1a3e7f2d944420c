import type { ApiObject } from 'cdk8s';
import type { FieldPath, KubernetesObject } from '../manifest/manifest';

/**
 * The names that a generated class knows where a path ends: whatever its static `manifest` reads there.
 *
 * Asking the class itself gives the right names for every import and every version, without their schemas.
 */
export function knownFields(object: ApiObject, given: KubernetesObject, path: FieldPath): string[] {
  const { manifest } = object.constructor as { manifest?: (props: unknown) => unknown };
  const read = new Set<string>();
  manifest?.(recordingAt(given, path.slice(0, -1), read));
  return [...read];
}

/** A copy of `value` that notes which names are read at the end of `path`. */
function recordingAt(value: unknown, [step, ...rest]: FieldPath, read: Set<string>): unknown {
  if (step !== undefined) {
    const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
    Reflect.set(copy as object, step, recordingAt(Reflect.get(value as object, step), rest, read));
    return copy;
  }
  return new Proxy(value as object, {
    get(target, name, receiver) {
      if (typeof name === 'string') read.add(name);
      return Reflect.get(target, name, receiver);
    },
  });
}
