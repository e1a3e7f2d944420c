import { isDeepStrictEqual } from 'node:util';
import { qualifiedName } from '../istio/names';
import { groupOf } from '../istio/objects';
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

/** The objects that are not the same on both sides; of several objects of one name the last counts. Their order says nothing. */
export function objectChanges(old: readonly Manifest[], next: readonly Manifest[]): ObjectChange[] {
  const before = byName(old);
  const after = byName(next);
  const changes: ObjectChange[] = [];
  for (const [name, manifest] of before) {
    const other = after.get(name);
    if (!other) changes.push({ ...titleOf(manifest), old: manifest, fields: [] });
    else if (other !== manifest && !isSame(manifest, other)) {
      changes.push({ ...titleOf(other), old: manifest, new: other, fields: fieldChanges(manifest.object, other.object) });
    }
  }
  for (const [name, manifest] of after) if (!before.has(name)) changes.push({ ...titleOf(manifest), new: manifest, fields: [] });
  return changes;
}

function isSame({ object }: Manifest, other: Manifest): boolean {
  return object === other.object || isDeepStrictEqual(object, other.object);
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
  if (isDeepStrictEqual(old, next)) return [];
  if (!isBranch(old) || !isBranch(next) || Array.isArray(old) !== Array.isArray(next)) return [{ path, old, new: next }];
  const keys = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...keys].flatMap((key) => fieldChanges(old[key], next[key], [...path, Array.isArray(next) ? Number(key) : key]));
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
