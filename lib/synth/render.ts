import { ApiObject } from 'cdk8s';
import { ConstructError } from '../errors';
import type { KubernetesObject } from '../istio/objects';
import type { FieldPath } from '../manifest/manifest';
import { closest } from '../text';
import { generatedClass, knownFields } from './generated-class';
import { firstLoss, isWellFormed, isWritable } from './loss';
import { patched } from './patches';
import { resolved } from './resolve';

/**
 * The object as it will be applied: values resolved, JSON patches applied, fields as its class writes them.
 *
 * @throws ConstructError `FieldDropped` when a field given to the construct, or by a JSON patch, would not reach the YAML;
 * `NotRenderable` for what is no data; `JsonPatchPath` and `JsonPatchTest` when a patch does not apply
 */
export function render(object: ApiObject): KubernetesObject {
  const { apiVersion, kind, metadata, ...rest } = patched(object, resolved(object)) as KubernetesObject;
  let given: KubernetesObject = { apiVersion, kind, metadata, ...rest };
  for (;;) {
    const written = filtered(object, given);
    const loss = firstLoss(given, written);
    if (!loss) return written;
    const wrapped = withUnion(object, given, loss);
    if (!wrapped) throw dropped(object, given, loss);
    given = wrapped;
  }
}

/**
 * A JSON patch sets a number-or-string as Kubernetes has it, and a generated class reads `{ value }` there: the object in the
 * class's form, if that is what keeps the value from being written.
 */
function withUnion(object: ApiObject, given: KubernetesObject, loss: FieldPath): KubernetesObject | undefined {
  const value: unknown = Reflect.get(parentOf(given, loss), loss.at(-1) ?? '');
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const wrapped = replacedAt(given, loss, { value }) as KubernetesObject;
  return writesScalar(firstLoss(given, filtered(object, wrapped)), loss) ? wrapped : undefined;
}

/** Whether a field is no longer lost: what is lost next, if anything, is another. */
function writesScalar(next: FieldPath | undefined, field: FieldPath): boolean {
  return next === undefined || next.some((step, index) => step !== field[index]);
}

/** What holds the field. */
function parentOf(given: object, field: FieldPath): object {
  return field.slice(0, -1).reduce<object>((value, step) => Reflect.get(value, step), given);
}

function replacedAt(value: unknown, [step, ...rest]: FieldPath, by: unknown): unknown {
  if (step === undefined) return by;
  const copy: object = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, step, replacedAt(Reflect.get(copy, step), rest, by));
  return copy;
}

/** What the object's own class leaves of what was given. */
function filtered(object: ApiObject, given: KubernetesObject): KubernetesObject {
  if (object.toJson === ApiObject.prototype.toJson) return given;
  return generatedClass(object)?.manifest(given) ?? object.toJson();
}

function dropped(object: ApiObject, given: KubernetesObject, loss: FieldPath): ConstructError {
  const known = knownFields(object, given, loss);
  const parent = parentOf(given, loss);
  const name = unknownOf(parent, loss, known);
  const value: unknown = Reflect.get(parent, name);
  const near = closest(name, known);
  const path = [...loss.slice(0, -1), name].join('.');
  return new ConstructError('FieldDropped', `\`${path}\` of ${object.kind} \`${object.name}\` would not reach the YAML`, {
    construct: object.node.path,
    why: whyLost(object, name, value),
    fix: near && `did you mean \`${near}\`?`,
  });
}

function whyLost(object: ApiObject, name: string, value: unknown): string {
  const broken = [name, value].find((text): text is string => typeof text === 'string' && !isWellFormed(text));
  if (broken !== undefined) return `${JSON.stringify(broken)} has half of a character (a lone surrogate), which kubectl rejects`;
  if (typeof value !== 'object' && !isWritable(value)) return `\`${String(value)}\` is nothing that Kubernetes can be sent`;
  return `the class of ${object.apiVersion} ${object.kind} knows no such field, and drops it silently`;
}

/** Of `clusterIp` and `clusterIP` together one is written: the other is the one to name. */
function unknownOf(parent: object, loss: FieldPath, known: readonly string[]): string {
  const name = String(loss.at(-1));
  return (known.includes(name) && Object.keys(parent).find((sibling) => !known.includes(sibling))) || name;
}
