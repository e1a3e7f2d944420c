import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { ApiClient } from '../api/client';
import { type ApiObject, describe } from '../api/target';
import type { Cache } from '../binaries/cache';
import { gatewayApiKinds } from '../binaries/recipes';

const apiVersion = 'gateway.networking.k8s.io/v1';

/** The definitions of the Gateway API's kinds, as its experimental channel has them. */
export function gatewayApiDefinitions(cache: Cache): KubernetesObject[] {
  return gatewayApiKinds.flatMap(
    (kind) => loadAll(readFileSync(cache.path('gateway-api-crds', `gateway.networking.k8s.io_${kind}.yaml`), 'utf8')) as KubernetesObject[],
  );
}

interface Conditions {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly message?: string;
    readonly observedGeneration?: number;
  }[];
}

/** What istiod wrote of an object: its conditions, and those at each of its parents. */
export function conditionsOf({ status = {} }: ApiObject): NonNullable<Conditions['conditions']> {
  const { conditions = [], parents = [] } = status as Conditions & { readonly parents?: readonly Conditions[] };
  return [...conditions, ...parents.flatMap((parent) => parent.conditions ?? [])];
}

/** Objects of the Gateway API whose status istiod has not written since they were changed last. */
export async function unseenOfGatewayApi(api: ApiClient): Promise<string[]> {
  const list = async (kind: string) => (await api.list({ apiVersion, kind })).map((object) => ({ ...object, kind }));
  const [gateways = [], sets = [], ...routes] = await Promise.all(
    ['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'].map(list),
  );
  const services = await api.list({ apiVersion: 'v1', kind: 'Service' });
  const there = new Set([
    ...[...gateways, ...sets].map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
    ...services.map(({ metadata }) => `Service ${metadata.namespace}/${metadata.name}`),
  ]);
  // istiod writes nothing of a route that names no parent of its own
  const attached = routes.flat().filter((route) => parentsOf(route).some((parent) => there.has(parent)));
  return [...gateways, ...sets, ...attached]
    .filter((object) => !conditionsOf(object).some(({ observedGeneration }) => observedGeneration === object.metadata.generation))
    .map(({ kind, metadata }) => describe({ apiVersion, kind, ...metadata }));
}

interface Reference {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
}

function parentsOf({ spec, metadata }: ApiObject): string[] {
  const { parentRefs = [] } = spec as { readonly parentRefs?: readonly Reference[] };
  return parentRefs.map(({ kind = 'Gateway', name, namespace = metadata.namespace }) => `${kind} ${namespace}/${name}`);
}
