import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { variableIn } from './istiod-variables';

/** The second ConfigMap that istiod reads mesh configuration from, below its own. */
export interface SharedConfig {
  /** Undefined where it is not among the manifests. */
  readonly manifest?: Manifest;
  /** What of it is not known, where anything is. */
  readonly undecided?: string;
}

const variable = 'SHARED_MESH_CONFIG';

/** The ConfigMap that istiod's variable `SHARED_MESH_CONFIG` names; undefined where it names none. Source: Istio `getConfigurationSources`. */
export function sharedConfigOf(objects: Objects, namespace: string): SharedConfig | undefined {
  const entry = variableIn(objects, namespace, variable);
  if (!entry) return undefined;
  const { value: name } = entry;
  if (name === undefined) return { undecided: `the mesh configuration that istiod's ${variable} names: its value is kept elsewhere` };
  if (name === '') return undefined;
  const manifest = objects.find('', 'ConfigMap', { namespace, name });
  return manifest
    ? { manifest }
    : { undecided: `ConfigMap ${namespace}/${name}, which istiod's ${variable} names, is not among the manifests` };
}

/**
 * Mesh configuration laid over another: its fields replace those below; of `defaultConfig` and `defaultProviders` the single
 * fields do, extension providers do by name, and aliases of the trust domain add up. Source: Istio `ApplyMeshConfig`.
 */
export function laidOver(below: FieldReader, above: FieldReader): FieldReader {
  const merged: Record<string, unknown> = { ...mappingOf(below), ...mappingOf(above) };
  for (const name of ['defaultConfig', 'defaultProviders']) {
    if (below.at(name).exists && above.at(name).exists) merged[name] = fieldsOver(below.at(name), above.at(name));
  }
  const providers = [...above.at('extensionProviders').items];
  const kept = below.at('extensionProviders').items.filter(({ value }) => !providers.some((each) => nameOf(each.value) === nameOf(value)));
  if (kept.length + providers.length > 0) merged.extensionProviders = [...kept, ...providers].map(({ value }) => value);
  const aliases = [...below.at('trustDomainAliases').texts, ...above.at('trustDomainAliases').texts];
  if (aliases.length > 0) merged.trustDomainAliases = [...new Set(aliases)].sort();
  return new FieldReader(merged);
}

/** The variables and runtime values of proxies are merged one by one. Source: Istio `MergeProxyConfig`. */
function fieldsOver(below: FieldReader, above: FieldReader): Record<string, unknown> {
  const merged = { ...mappingOf(below), ...mappingOf(above) };
  for (const name of ['proxyMetadata', 'runtimeValues']) {
    if (below.at(name).exists || above.at(name).exists) merged[name] = { ...mappingOf(below.at(name)), ...mappingOf(above.at(name)) };
  }
  return merged;
}

function mappingOf(field: FieldReader): Record<string, unknown> {
  return Object.fromEntries(field.entries.filter(([, { exists }]) => exists).map(([name, { value }]) => [name, value]));
}

function nameOf(provider: unknown): string {
  return new FieldReader(provider).at('name').text;
}
