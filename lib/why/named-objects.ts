import { kinds } from '../istio/kinds';
import type { KubernetesObject } from '../istio/objects';
import { isMapping } from '../manifest/mapping';

/** Objects by `Kind/namespace/name`, without what the name says; `KubernetesGateway` is the Gateway of the Gateway API. */
export type NamedObjects = Readonly<Record<string, object>>;

/** A JSON merge patch: null removes a field, a list is replaced. */
function merged(value: unknown, patch: unknown): unknown {
  if (!isMapping(patch)) return patch;
  const known = isMapping(value) ? value : {};
  const entries = Object.entries(patch).map(([name, below]) => [name, merged(known[name], below)]);
  return Object.fromEntries(Object.entries({ ...known, ...Object.fromEntries(entries) }).filter(([, below]) => below !== null));
}

const versions: Readonly<Record<string, string>> = { WasmPlugin: 'v1alpha1' };

/** The objects of the first, changed by each further one as by a JSON merge patch. */
export function objectsOf(...[first, ...patches]: readonly NamedObjects[]): KubernetesObject[] {
  const objects = patches.reduce<unknown>(merged, first) as NamedObjects;
  return Object.entries(objects).map(([key, body]) => {
    const [alias = '', ...names] = key.split('/');
    const [group = '', kind = ''] = kinds[alias as keyof typeof kinds].split('/');
    const version = versions[kind] ?? 'v1';
    const metadata = { name: names.at(-1), ...(names.length > 1 ? { namespace: names[0] } : {}) };
    return merged({ apiVersion: group ? `${group}/${version}` : version, kind, metadata }, body) as KubernetesObject;
  });
}
