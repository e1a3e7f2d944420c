/** The part of a CustomResourceDefinition that the imports are made from. */
export interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: { readonly kind: string };
    readonly versions: readonly CrdVersion[];
  };
}

interface CrdVersion {
  readonly name: string;
  /** @default true */
  readonly served?: boolean;
  readonly schema: { readonly openAPIV3Schema: unknown };
}

/** What `imports/schemas/<group>.json` holds for a kind: one schema for the versions that share it. */
export interface KindSchemas {
  readonly scope: 'Namespaced' | 'Cluster';
  readonly schemas: readonly { readonly versions: readonly string[]; readonly schema: unknown }[];
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
}

/** The same definition without some fields. @param fields with the kind in front, through lists without a word: `Rollout.spec.template` */
export function withoutFields(crd: CustomResourceDefinition, fields: readonly string[]): CustomResourceDefinition {
  const paths = fields.map((field) => field.split('.')).filter(([kind]) => kind === crd.spec.names.kind);
  const versions = crd.spec.versions.map((version) => {
    const whole = version.schema.openAPIV3Schema as Schema;
    return { ...version, schema: { openAPIV3Schema: paths.reduce((schema, [, ...path]) => withoutField(schema, path), whole) } };
  });
  return { ...crd, spec: { ...crd.spec, versions } };
}

/** @throws Error where there is no such field: a newer version may call it otherwise */
function withoutField(schema: Schema, [name = '', ...rest]: readonly string[]): Schema {
  if (schema.items) return { ...schema, items: withoutField(schema.items, [name, ...rest]) };
  const { [name]: field, ...others } = schema.properties ?? {};
  if (field === undefined) throw new Error(`imports/sources.json: no field \`${name}\` to leave out`);
  if (rest.length > 0) return { ...schema, properties: { ...schema.properties, [name]: withoutField(field, rest) } };
  return { ...schema, properties: others, required: schema.required?.filter((one) => one !== name) };
}

/** `v1` where it exists, else the newest beta, else the newest alpha. */
export function newestVersionOnly(crd: CustomResourceDefinition): CustomResourceDefinition {
  const newest = [...crd.spec.versions].sort((a, b) => maturity(b.name) - maturity(a.name))[0];
  return { ...crd, spec: { ...crd.spec, versions: newest ? [newest] : [] } };
}

/** Kubernetes' own order of version names: stable above beta above alpha, then by number. */
function maturity(version: string): number {
  const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return (stage === undefined ? 2e6 : stage === 'beta' ? 1e6 : 0) + Number(major) * 1000 + Number(minor);
}

/** Group → kind → schemas, without the prose, and each schema once for all the versions that share it. */
export function compactSchemas(crds: readonly CustomResourceDefinition[]): Map<string, Record<string, KindSchemas>> {
  const groups = new Map<string, Record<string, KindSchemas>>();
  for (const { spec } of crds) {
    const byText = new Map<string, string[]>();
    for (const version of spec.versions) {
      const text = JSON.stringify(withoutProse(version.schema.openAPIV3Schema));
      byText.set(text, [...(byText.get(text) ?? []), version.name]);
    }
    const kinds = groups.get(spec.group) ?? {};
    kinds[spec.names.kind] = {
      scope: spec.scope,
      schemas: [...byText].map(([text, versions]) => ({ versions, schema: JSON.parse(text) })),
    };
    groups.set(spec.group, kinds);
  }
  return groups;
}

/** A schema without its descriptions. A property that is itself called `description` stays. */
export function withoutProse(schema: unknown, isPropertyMap = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withoutProse(item));
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isPropertyMap || (key !== 'description' && key !== 'externalDocs' && key !== 'example'))
      .map(([key, value]) => [key, withoutProse(value, !isPropertyMap && key === 'properties')]),
  );
}
