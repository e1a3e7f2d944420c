import { withoutProse } from './crds';

/** The part of a file of `api/openapi-spec/v3` that the imports are made from. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: { readonly schemas: Readonly<Record<string, OpenApiSchema>> };
}

interface OpenApiSchema {
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
  readonly [keyword: string]: unknown;
}

/** What `imports/schemas/kubernetes.json` holds: the schemas once, and which of them is which kind. */
export interface KubernetesSchemas {
  readonly kinds: Record<string, { scope: 'Namespaced' | 'Cluster'; schemas: { versions: string[]; schema: unknown }[] }>;
  readonly definitions: Record<string, unknown>;
  /** All kinds that an API server has in `group/version` (`v1` in the core group), with or without a schema here. */
  readonly served: Record<string, string[]>;
}

const reference = '#/components/schemas/';
/** Keywords that say how to merge or generate, not what is right. */
const ballast = new Set(['x-kubernetes-patch-strategy', 'x-kubernetes-patch-merge-key', 'x-kubernetes-map-type', 'readOnly']);

/** The schemas of some kinds and of all they refer to. `group/Kind` names a kind (`/Service` in the core group). */
export function compactOpenApi(documents: readonly OpenApiDocument[], kinds: readonly string[]): KubernetesSchemas {
  const compact: KubernetesSchemas = { kinds: {}, definitions: {}, served: {} };
  for (const { paths, components } of documents) {
    for (const [name, schema] of Object.entries(components.schemas)) {
      const [served] = schema['x-kubernetes-group-version-kind'] ?? [];
      if (!served || !isServed(paths, served)) continue;
      const groupVersion = served.group === '' ? served.version : `${served.group}/${served.version}`;
      compact.served[groupVersion] = [...(compact.served[groupVersion] ?? []), served.kind];
      if (!kinds.includes(served.kind)) continue;
      const id = `${served.group}/${served.kind}`;
      compact.kinds[id] ??= { scope: scopeOf(paths, served), schemas: [] };
      compact.kinds[id].schemas.push({ versions: [served.version], schema: { $ref: shortName(name) } });
      collect(name, components.schemas, compact.definitions);
    }
  }
  return compact;
}

/** Whether this document is the one of the kind's group and version: `autoscaling` kinds are described in others too. */
function isServed(paths: OpenApiDocument['paths'], { group, version }: { group: string; version: string }): boolean {
  return `${group === '' ? '/api' : `/apis/${group}`}/${version}/` in paths;
}

/** A namespaced resource has a path of its own under `namespaces/{namespace}`. */
function scopeOf(paths: OpenApiDocument['paths'], { kind }: { kind: string }): 'Namespaced' | 'Cluster' {
  const plural = `${kind.toLowerCase().replace(/y$/, 'ie').replace(/(ss)$/, '$1e')}s`.replace(/endpointss$/, 'endpoints');
  return Object.keys(paths).some((path) => path.endsWith(`/namespaces/{namespace}/${plural}`)) ? 'Namespaced' : 'Cluster';
}

/** Adds a schema and, by its references, every schema it needs. */
function collect(name: string, schemas: OpenApiDocument['components']['schemas'], definitions: Record<string, unknown>): void {
  if (shortName(name) in definitions) return;
  definitions[shortName(name)] = undefined;
  definitions[shortName(name)] = name.endsWith('.Quantity')
    ? { format: 'quantity' }
    : slim(withoutProse(schemas[name]), (needed) => collect(needed, schemas, definitions));
}

/** The schema with short references: a reference is the name of a definition, without the wrapper that carries its default. */
function slim(schema: unknown, onReference: (name: string) => void, isPropertyMap = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => slim(item, onReference));
  if (schema === null || typeof schema !== 'object') return schema;
  const entries = Object.entries(schema).filter(
    ([key]) => isPropertyMap || !(ballast.has(key) || key.startsWith('x-kubernetes-group') || key === 'default'),
  );
  const [only] = entries;
  if (!isPropertyMap && only && entries.length === 1 && only[0] === 'allOf' && Array.isArray(only[1]) && only[1].length === 1) {
    return slim(only[1][0], onReference);
  }
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (isPropertyMap || key !== '$ref' || typeof value !== 'string')
        return [key, slim(value, onReference, !isPropertyMap && key === 'properties')];
      const name = value.slice(reference.length);
      onReference(name);
      return [key, shortName(name)];
    }),
  );
}

/** `io.k8s.api.apps.v1.Deployment` → `apps.v1.Deployment`, `io.k8s.apimachinery.pkg.apis.meta.v1.Time` → `meta.v1.Time`. */
function shortName(name: string): string {
  return name.replace(/^io\.k8s\.(api|apimachinery\.pkg\.(apis|api|util))\./, '').replace(/^io\.k8s\.apimachinery\.pkg\./, '');
}
