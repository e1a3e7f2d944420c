import type { FieldPath } from '../manifest/manifest';
import { memo } from '../memo';

/**
 * Orders two fields of an object as they stand in its text, without reading the text: a field that is missing counts as its nearest parent.
 *
 * @returns below 0 if `one` comes first, 0 for the same place
 */
export function documentOrder(object: object, one: FieldPath, other: FieldPath): number {
  let parent: unknown = object;
  for (let depth = 0; depth < one.length || depth < other.length; depth++) {
    const [left, right] = [one[depth], other[depth]];
    if (left !== right) return rank(parent, left) - rank(parent, right);
    if (left === undefined || rank(parent, left) < 0) return 0;
    parent = (parent as Readonly<Record<string | number, unknown>>)[left];
  }
  return 0;
}

/** Where a field stands among those of its parent; -1 if it is not there. */
function rank(parent: unknown, step: string | number | undefined): number {
  if (step === undefined || typeof parent !== 'object' || parent === null) return -1;
  if (Array.isArray(parent)) return typeof step === 'number' && step < parent.length ? step : -1;
  return ranks(parent).get(String(step)) ?? -1;
}

/** By key; kept, since an object with thousands of keys may have as many findings. */
const ranks = memo((parent: object): ReadonlyMap<string, number> => new Map(Object.keys(parent).map((key, index) => [key, index])));
