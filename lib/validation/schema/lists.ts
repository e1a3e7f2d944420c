import { isMapping } from '../../manifest/mapping';
import type { Check, Dialect } from './check';
import { definition, type Schema } from './schemas';

/** The checks of lists: every item, how many, and which may not come twice. */
export function lists(schema: Schema, item: Check, dialect: Dialect): Check[] {
  const { minItems, maxItems } = schema;
  /** What a built-in kind makes of `null` in a list: an object without fields, or an empty value that is always fine. */
  const nothing = isOfObjects(schema) ? {} : undefined;
  return [
    ofLists((list, at, run) => {
      for (const [index, value] of list.entries()) {
        if (value === null || value === undefined) run.holdsNothing = true;
        const given = value === null && dialect === 'native' ? nothing : value;
        if (given !== undefined) item(given, at.at(index), run);
      }
    }),
    ...(minItems === undefined
      ? []
      : [ofLists((list, at) => list.length < minItems && at.error(`the list must hold at least ${minItems} items`))]),
    ...(maxItems === undefined
      ? []
      : [
          ofLists((list, at) => list.length > maxItems && at.error(`the list holds ${list.length} items, at most ${maxItems} are allowed`)),
        ]),
    ...(dialect === 'custom' ? uniqueness(schema) : []),
  ];
}

function isOfObjects({ items }: Schema): boolean {
  return (items?.$ref === undefined ? items : definition(items.$ref))?.type === 'object';
}

function ofLists(check: (list: readonly unknown[], ...rest: [at: Parameters<Check>[1], run: Parameters<Check>[2]]) => unknown): Check {
  return (value, at, run) => {
    if (Array.isArray(value)) check(value, at, run);
  };
}

/** Lists that are sets or maps hold each item, or each key, once. For built-in kinds, this only says how to merge. */
function uniqueness(schema: Schema): Check[] {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (type !== 'set' && type !== 'map') return [];
  return [
    ofLists((list, at) => {
      const seen = new Set<string>();
      for (const [index, value] of list.entries()) {
        const identity = type === 'set' ? JSON.stringify(value) : identityOf(value, keys);
        if (identity === undefined) continue;
        if (seen.has(identity))
          at.at(index).error(
            type === 'set' ? `${identity} is in the list twice` : `another item has the same ${keys.join(' and ')}: ${identity}`,
          );
        seen.add(identity);
      }
    }),
  ];
}

function identityOf(value: unknown, keys: readonly string[]): string | undefined {
  return isMapping(value) ? JSON.stringify(Object.fromEntries(keys.map((key) => [key, value[key] ?? null]))) : undefined;
}
