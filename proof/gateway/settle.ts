import type { ApiClient } from '../api/client';
import { type ApiObject, describe } from '../api/target';
import type { Process } from '../process';
import type { HttpClient } from '../requests/client';
import { until } from '../until';
import type { Gateway } from './gateway';
import { unseenOfGatewayApi } from './gateway-api';
import { type Marker, markerOf } from './marker';

/** Every kind that changes what a gateway does. */
const istioKinds = [
  ...['Gateway', 'VirtualService', 'DestinationRule', 'ServiceEntry', 'Sidecar', 'WorkloadEntry', 'EnvoyFilter'].map((kind) => ({
    apiVersion: 'networking.istio.io/v1',
    kind,
  })),
  ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'].map((kind) => ({ apiVersion: 'security.istio.io/v1', kind })),
].map((target) => (target.kind === 'EnvoyFilter' ? { ...target, apiVersion: 'networking.istio.io/v1alpha3' } : target));

let marks = 0;

/** What a gateway is configured by. */
interface ControlPlane {
  /** istiod's debug interface. */
  readonly debug: HttpClient;
  /** Should one of them end, nothing more is waited for. */
  readonly programs: readonly Process[];
  /** Are the kinds of the Gateway API there? */
  readonly gatewayApi: boolean;
}

/**
 * Waits until the gateway does what the API server holds: istiod has seen every object in its present version, a route
 * written after them has arrived at the gateway, and each Service's cluster has exactly the ready endpoints.
 *
 * @throws ProofError with what is still missing, or with what the gateway refused
 */
export async function settle(api: ApiClient, { debug, programs, gatewayApi }: ControlPlane, gateway: Gateway): Promise<void> {
  await gateway.ready();
  await until('istiod has seen every object', async () => (await unseen(api, debug)).length === 0, {
    every: 0.05,
    running: programs,
    explain: async () => unseen(api, debug),
  });
  // istiod does not write a status once more that a conflict with another writer lost: then only the route below tells
  if (gatewayApi)
    await until('istiod has written statuses', async () => (await unseenOfGatewayApi(api)).length === 0, { within: 4 }).catch(() => {});
  await mark(api, gateway, programs);
  await gateway.assertAccepted();
  await until('the gateway has every ready endpoint', async () => (await wrongEndpoints(api, gateway)).length === 0, {
    every: 0.1,
    explain: async () => wrongEndpoints(api, gateway),
  });
  await gateway.assertAccepted();
}

/** A route of our own, changed now: a push that carries it carries all that istiod saw before. */
async function mark(api: ApiClient, gateway: Gateway, programs: readonly Process[]): Promise<void> {
  const text = `mark-${++marks}`;
  const marker = await markerOf(api, gateway, text);
  for (const object of marker.objects) await api.apply(object);
  await until('the gateway has the latest route', hasOrRefuses(gateway, marker, text), {
    every: 0.03,
    running: programs,
    explain: () => gateway.log().split('\n').slice(-8),
  });
}

/**
 * An answer is the quickest sign. But policies at the gateway hold for the marker, too, so if one refuses it, and now and then in any case, Envoy is
 * asked for the route itself, and whether it rejected a push: then the route will never arrive. Both take longer than a request.
 */
function hasOrRefuses(gateway: Gateway, { request, isAnsweredBy }: Marker, text: string): () => Promise<boolean> {
  let tries = 0;
  return async () => {
    const answer = await gateway
      .client()
      .send(request, 2)
      .catch(() => ({ status: 0, body: '', headers: {} }));
    if (isAnsweredBy(answer)) return true;
    const isLookedUp = ++tries % 20 === 0 || answer.status === 401 || answer.status === 403;
    return isLookedUp && ((await hasRoute(gateway, text)) || (await gateway.refused()).length > 0);
  };
}

/** Routes arrive last of a push, and their arrival is what a new listener waits for: with this one, the rest is there. */
async function hasRoute(gateway: Gateway, text: string): Promise<boolean> {
  return (await gateway.admin('/config_dump?resource=dynamic_route_configs')).includes(JSON.stringify(text));
}

async function unseen(api: ApiClient, istiod: HttpClient): Promise<string[]> {
  const stored = (await Promise.all(istioKinds.map((target) => api.list(target)))).flat();
  const answer = await istiod.send({ host: 'istiod', path: '/debug/configz' });
  const seen = new Set((JSON.parse(answer.body) as ApiObject[]).map(versionOf));
  return stored
    .filter((object) => !seen.has(versionOf(object)))
    .map(({ kind, metadata }) => describe({ apiVersion: '', kind, ...metadata }));
}

function versionOf({ metadata }: ApiObject): string {
  return `${metadata.namespace}/${metadata.name} ${String(metadata.uid)} ${String(metadata.resourceVersion)}`;
}

interface EndpointSlice extends ApiObject {
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions: { readonly ready?: boolean } }[];
  readonly ports?: readonly { readonly name?: string; readonly port: number }[];
}

interface Clusters {
  readonly cluster_statuses?: readonly {
    readonly name: string;
    readonly host_statuses?: readonly { readonly address: { readonly socket_address?: { readonly address: string } } }[];
  }[];
}

async function wrongEndpoints(api: ApiClient, gateway: Gateway): Promise<string[]> {
  const [services, slices, dump] = await Promise.all([
    api.list({ apiVersion: 'v1', kind: 'Service' }),
    api.list<EndpointSlice>({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }),
    gateway.admin('/clusters?format=json'),
  ]);
  const clusters = new Map((JSON.parse(dump) as Clusters).cluster_statuses?.map(({ name, host_statuses = [] }) => [name, host_statuses]));
  return services.flatMap(({ metadata: { name, namespace, annotations }, spec }) => {
    if (spec?.type === 'ExternalName' || annotations?.['networking.istio.io/exportTo']) return [];
    const own = slices.filter(
      ({ metadata }) => metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name,
    );
    const ready = own.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions.ready !== false);
    const expected = ready.flatMap(({ addresses }) => addresses).sort();
    return ((spec?.ports ?? []) as { port: number }[]).flatMap(({ port }) => {
      const cluster = `outbound|${port}||${name}.${namespace}.svc.cluster.local`;
      const actual = clusters
        .get(cluster)
        ?.map(({ address }) => address.socket_address?.address)
        .sort();
      const same = actual && [...new Set(actual)].join() === [...new Set(expected)].join();
      return same ? [] : [`${cluster}: ready are ${expected.join() || 'none'}, the gateway has ${actual?.join() ?? 'no cluster'}`];
    });
  });
}
