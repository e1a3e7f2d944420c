import { qualifiedName } from '../istio/names';
import { groupOf, type KubernetesObject } from '../istio/objects';
import type { FieldPath, Manifest } from '../manifest/manifest';

/** One field that has another value. */
export interface FieldChange {
  readonly path: FieldPath;
  /** Undefined: the field was not there. */
  readonly old: unknown;
  /** Undefined: the field is not there any more. */
  readonly new: unknown;
}

/** One object that is not the same on both sides. */
export interface ObjectChange {
  readonly kind: string;
  /** `namespace/name`. */
  readonly name: string;
  /** Undefined: it was not there. */
  readonly old?: Manifest;
  /** Undefined: it is not there any more. */
  readonly new?: Manifest;
  /** Which fields differ, where it is on both sides. */
  readonly fields: readonly FieldChange[];
}

/** What two sides have in common, and what not. */
export interface ComparedObjects {
  readonly changes: readonly ObjectChange[];
  /** The manifests of the new side, where anything differs; what is the same on both is one object, so that what is known of it is known of both. */
  readonly next: Manifest[];
}

/** The objects that are not the same on both sides; of several objects of one name the last counts. Their order says nothing. */
export function compareObjects(old: readonly Manifest[], next: readonly Manifest[]): ComparedObjects {
  if (old.length === next.length && old.every(({ object }, index) => isSame(object, next[index]?.object))) return { changes: [], next: [] };
  const before = byName(old);
  const after = byName(next);
  const changes: ObjectChange[] = [];
  const same = new Map<Manifest, KubernetesObject>();
  for (const [name, manifest] of before) {
    const other = after.get(name);
    if (!other) changes.push({ ...titleOf(manifest), old: manifest, fields: [] });
    else if (isSame(manifest.object, other.object)) same.set(other, manifest.object);
    else changes.push({ ...titleOf(other), old: manifest, new: other, fields: fieldChanges(manifest.object, other.object) });
  }
  for (const [name, manifest] of after) if (!before.has(name)) changes.push({ ...titleOf(manifest), new: manifest, fields: [] });
  const shared = (manifest: Manifest): Manifest => {
    const object = same.get(manifest);
    return object ? { ...manifest, object } : manifest;
  };
  return { changes, next: changes.length === 0 ? [] : next.map(shared) };
}

/** Are two values of a manifest the same? Much faster than `isDeepStrictEqual`, which knows more than JSON. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isBranch(one) || !isBranch(other) || Array.isArray(one) !== Array.isArray(other)) return Number.isNaN(one) && Number.isNaN(other);
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => (one[key] !== undefined || key in other) && isSame(one[key], other[key]));
}

function byName(manifests: readonly Manifest[]): Map<string, Manifest> {
  return new Map(
    manifests.map((manifest) => [`${groupOf(manifest.object)}/${manifest.object.kind} ${qualifiedName(manifest.object)}`, manifest]),
  );
}

function titleOf({ object }: Manifest): Pick<ObjectChange, 'kind' | 'name'> {
  return { kind: object.kind, name: qualifiedName(object) };
}

/** Fields with other values, each at the deepest place at which both sides have one. */
function fieldChanges(old: unknown, next: unknown, path: FieldPath = []): FieldChange[] {
  if (isSame(old, next)) return [];
  if (!isBranch(old) || !isBranch(next) || Array.isArray(old) !== Array.isArray(next)) return [{ path, old, new: next }];
  const keys = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...keys].flatMap((key) => fieldChanges(old[key], next[key], [...path, Array.isArray(next) ? Number(key) : key]));
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
