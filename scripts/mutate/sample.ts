import { createHash } from 'node:crypto';

/**
 * Some of the values, in their order; the same for the same seed, and mostly the same when values come or go: each has a rank of its own.
 * @param count at most so many
 * @param text what identifies a value; of equal ones the first comes first
 */
export function sample<T>(values: readonly T[], count: number, { seed, text }: { readonly seed: number; text(value: T): string }): T[] {
  const seen = new Map<string, number>();
  const ranked = values.map((value, place) => {
    const own = text(value);
    const nth = (seen.get(own) ?? 0) + 1;
    seen.set(own, nth);
    return { value, place, rank: createHash('sha1').update(`${seed} ${nth} ${own}`).digest('hex') };
  });
  return ranked
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
