import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lazily } from '../lazily';

/** A structural schema of Kubernetes: the part of OpenAPI v3 that CustomResourceDefinitions and the built-in kinds use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly nullable?: boolean;
  /** What the API server fills in where the field is not given. */
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
}

/** One rule of `x-kubernetes-validations`. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
}

/** What one kind of one API group is checked against. */
export interface Kind {
  readonly group: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly schemas: readonly { readonly versions: readonly string[]; readonly schema: Schema }[];
}

type StoredKind = Omit<Kind, 'group' | 'kind'>;

/** The groups whose kinds are made by CustomResourceDefinitions of Istio. */
const istioGroups = ['networking', 'security', 'telemetry', 'extensions'].map((name) => `${name}.istio.io`);

/** Other groups whose definitions are imported. */
const otherGroups = ['monitoring.coreos.com', 'gateway.networking.k8s.io'];

interface KubernetesSchemas {
  readonly kinds: Record<string, StoredKind>;
  readonly definitions: Record<string, Schema>;
  readonly served: Record<string, readonly string[]>;
}

const kubernetes = lazily(() => read('kubernetes') as KubernetesSchemas);

/** The kinds of each API group; the file of a group is read when the first object of it comes. */
const groups = new Map<string, ReadonlyMap<string, Kind>>();

function kindsOfGroup(group: string): ReadonlyMap<string, Kind> {
  const known = groups.get(group);
  if (known) return known;
  const stored = isCustomGroup(group) ? customKinds(group) : builtInKinds(group);
  const kinds = new Map(Object.entries(stored).map(([kind, each]) => [kind, { group, kind, ...each }]));
  groups.set(group, kinds);
  return kinds;
}

function customKinds(group: string): Readonly<Record<string, StoredKind>> {
  return [...istioGroups, ...otherGroups].includes(group) ? (read(group) as Record<string, StoredKind>) : {};
}

/** They are kept together by `group/Kind` (`/Service` in the core group), as they share definitions. */
function builtInKinds(group: string): Readonly<Record<string, StoredKind>> {
  const all = Object.entries(kubernetes().kinds).filter(([id]) => id.startsWith(`${group}/`));
  return Object.fromEntries(all.map(([id, stored]) => [id.slice(group.length + 1), stored]));
}

/** A kind's schemas. @returns undefined when none is known */
export function kindOf(group: string, kind: string): Kind | undefined {
  return kindsOfGroup(group).get(kind);
}

/** The names of all kinds that exist in an API group and version. @returns undefined when nothing is known about it */
export function kindsServed(apiVersion: string): readonly string[] | undefined {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  if (!isIstioGroup(group)) return Object.hasOwn(kubernetes().served, apiVersion) ? kubernetes().served[apiVersion] : undefined;
  return [...kindsOfGroup(group).keys()];
}

/** Whether a kind is Istio's own, made by a CustomResourceDefinition. */
export function isIstioGroup(group: string): boolean {
  return /(^|\.)istio\.io$/.test(group);
}

/** Whether the kinds of a group are made by CustomResourceDefinitions. */
export function isCustomGroup(group: string): boolean {
  return isIstioGroup(group) || otherGroups.includes(group);
}

/** Whether some group of Istio has a kind of this name. */
export function isIstioKind(name: string): boolean {
  return istioGroups.some((group) => kindsOfGroup(group).has(name));
}

/** A schema that others refer to by name. @throws Error when the imports hold none of that name */
export function definition(name: string): Schema {
  const schema = kubernetes().definitions[name];
  if (schema === undefined) throw new Error(`imports/schemas/kubernetes.json defines no \`${name}\``);
  return schema;
}

/** One of the imported files, from the sources or from the built package. */
export function read(name: string): unknown {
  let folder = __dirname;
  while (!existsSync(join(folder, 'imports', 'schemas', `${name}.json`))) {
    if (folder === dirname(folder)) throw new Error(`imports/schemas/${name}.json is missing from the installation`);
    folder = dirname(folder);
  }
  return JSON.parse(readFileSync(join(folder, 'imports', 'schemas', `${name}.json`), 'utf8'));
}
