import { isMapping } from '../../manifest/mapping';
import type { Schema } from './schemas';

/**
 * A value with the defaults of its schema filled in, as the API server does before it validates an object of a
 * CustomResourceDefinition. What needs none is returned as it is. Source: Kubernetes `structural/defaulting`.
 */
export function withDefaults(value: unknown, schema: Schema): unknown {
  if (!holdsDefaults(schema)) return value;
  if (Array.isArray(value)) return mapped(value, (item) => withDefaults(item, schema.items ?? {}));
  if (!isMapping(value)) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const changed: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const before = given[name];
    const absent = before === undefined || (before === null && !property.nullable);
    const after = withDefaults(absent && property.default !== undefined ? property.default : before, property);
    if (after !== before) changed[name] = after;
  }
  const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  for (const name of others ? Object.keys(given) : []) {
    const after = withDefaults(given[name], others ?? {});
    if (after !== given[name]) changed[name] = after;
  }
  return Object.keys(changed).length === 0 ? value : { ...given, ...changed };
}

function mapped(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const after = list.map(change);
  return after.every((item, index) => item === list[index]) ? list : after;
}

const known = new WeakMap<Schema, boolean>();

/** Most schemas say nothing of defaults: they are looked through once. */
function holdsDefaults(schema: Schema): boolean {
  const answer = known.get(schema);
  if (answer !== undefined) return answer;
  const others = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  const parts = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : []), ...others];
  const found = parts.some((part) => part.default !== undefined || holdsDefaults(part));
  known.set(schema, found);
  return found;
}
