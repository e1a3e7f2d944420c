import type { CustomResourceDefinition, KindSchemas } from './crds';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** What of a kind a cluster lacks that has the definitions of the standard channel. */
export interface ExperimentalParts {
  /** Versions that are not served. */
  readonly versions: readonly string[];
  /** Paths of fields, through lists without a word: `spec.rules.retry`. */
  readonly fields: readonly string[];
}

/** Kind → what the definitions of the experimental channel have beyond those of the standard one. @param experimental as `imports/schemas` holds them */
export function experimentalParts(
  experimental: Readonly<Record<string, KindSchemas>>,
  standard: readonly CustomResourceDefinition[],
): Record<string, ExperimentalParts> {
  const parts = Object.entries(experimental).map(([kind, { schemas }]): [string, ExperimentalParts] => {
    const versions = standard.find(({ spec }) => spec.names.kind === kind)?.spec.versions ?? [];
    const served = versions.filter(({ served: isServed = true }) => isServed);
    const fields = schemas.flatMap(({ versions: names, schema }) => {
      const other = served.find(({ name }) => names.includes(name));
      return other ? beyond(schema as Schema, other.schema.openAPIV3Schema as Schema) : [];
    });
    const missing = schemas.flatMap(({ versions: names }) => names).filter((name) => !served.some((version) => version.name === name));
    return [kind, { versions: missing.sort(), fields: [...new Set(fields)].sort() }];
  });
  return Object.fromEntries(parts.filter(([, { versions, fields }]) => versions.length + fields.length > 0));
}

/** The fields that only the first schema has, each without what is in it. */
function beyond(one: Schema, other: Schema, path = ''): string[] {
  if (one.items) return beyond(one.items, other.items ?? {}, path);
  return Object.entries(one.properties ?? {}).flatMap(([name, field]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const same = other.properties?.[name];
    return same ? beyond(field, same, own) : [own];
  });
}
