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
  readonly schema: { readonly openAPIV3Schema: unknown };
}

/** What `imports/schemas/<group>.json` holds for a kind: one schema for the versions that share it. */
export interface KindSchemas {
  readonly scope: 'Namespaced' | 'Cluster';
  readonly schemas: readonly { readonly versions: readonly string[]; readonly schema: unknown }[];
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
