/** More values than any object the API server takes can hold (its requests end at 3 MiB). */
const limit = 200_000;

/**
 * The same document with every alias written out, so that no two fields share an object and no object contains itself.
 *
 * @throws Error when an alias contains itself, or the aliases multiply to more than any real object holds
 */
export function detach(document: unknown): unknown {
  let count = 0;
  const open = new Set<object>();
  const copy = (value: unknown): unknown => {
    if (++count > limit) throw new Error(`its aliases multiply to more than ${limit} values`);
    if (typeof value !== 'object' || value === null) return value;
    if (open.has(value)) throw new Error('an alias contains itself');
    open.add(value);
    const result = Array.isArray(value) ? value.map(copy) : copyMapping(value, copy);
    open.delete(value);
    return result;
  };
  return copy(document);
}

function copyMapping(mapping: object, copy: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, copy(value)]));
}
