import { isMapping } from '../../manifest/mapping';
import { definition, type Schema } from './schemas';

/**
 * An object of a built-in kind as the API server decodes it into Go's types: a field that is `null` is absent, and `null` in a list or in a map is
 * the empty value of its type; `undefined` is absent everywhere.
 */
export function decoded(value: unknown, schema: Schema): unknown {
  const own = schema.$ref === undefined ? schema : definition(schema.$ref);
  if (Array.isArray(value)) return value.map((item) => decoded(item ?? emptyOf(own.items), own.items ?? {}));
  if (!isMapping(value)) return value;
  const others = typeof own.additionalProperties === 'object' ? own.additionalProperties : undefined;
  const entries = Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    const property = own.properties?.[name];
    if (field === undefined || (field === null && (property !== undefined || others === undefined))) return [];
    return [[name, decoded(field ?? emptyOf(others), property ?? others ?? {})]];
  });
  return Object.fromEntries(entries);
}

function emptyOf(schema: Schema = {}): unknown {
  const { type, format } = schema.$ref === undefined ? schema : definition(schema.$ref);
  if (type === undefined) return format === 'quantity' ? '0' : null;
  return { object: {}, array: [], string: '', integer: 0, number: 0, boolean: false }[type];
}
