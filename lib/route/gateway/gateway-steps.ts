import { overlaps, splitNamespace } from '../../istio/hosts';
import { qualifiedName } from '../../istio/names';
import { groupOf } from '../../istio/objects';
import type { Manifest } from '../../manifest/manifest';
import { controllerOf } from '../../mesh/gateway-api/gateway-classes';
import { gatewayApi, stored } from '../../mesh/gateway-api/objects';
import { unservedGateways } from '../../mesh/gateway-api/unserved-gateways';
import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { MergedServers } from '../../mesh/gateways/merged-servers';
import type { Mesh } from '../../mesh/mesh';
import type { TraceStep } from '../answer/trace';
import type { Refusal } from '../refusals/refusal';
import { calledHost, type Request } from '../request/request';
import { anyAddress, type Chain, type Listener } from './listener';

/** A gateway, as far as its steps show it. */
interface Gateway {
  readonly mesh: Mesh;
  readonly pod: GatewayPod;
  readonly servers: MergedServers;
  readonly refusals: readonly Refusal[];
  readonly openPorts: readonly Listener[];
  listener(calledPort: number): Listener | undefined;
}

/** The listener of the called port, and the servers of the chain that took the connection. */
export function gatewaySteps(router: Gateway, request: Request, chain: Chain | undefined): TraceStep[] {
  const [refused] = router.refusals;
  if (refused)
    return [{ step: 'gateway', what: 'Envoy rejects the configuration', verdict: 'no', why: refused.reason, place: refused.place }];
  const listener = router.listener(request.port);
  const dropped = router.servers.dropped.map(
    ({ server, reason }): TraceStep => ({
      step: 'gateway',
      what: server.gateway.titleOf(server.index),
      verdict: 'no',
      why: reason,
      place: { manifest: server.gateway.manifest, path: ['spec', 'servers', server.index] },
    }),
  );
  if (!listener)
    return [...dropped, ...unserved(router), { step: 'gateway', what: `port ${request.port}`, verdict: 'no', why: closedPort(router) }];
  const domain = calledHost(request).toLowerCase();
  const all = chain?.servers ?? listener.chains.flatMap(({ servers }) => servers);
  const serving = all.filter(({ hosts }) => hosts.some((host) => overlaps(splitNamespace(host).host.toLowerCase(), domain)));
  const shown = [...new Set(serving.length > 0 ? serving : all)];
  const taken = shown.map(
    (server): TraceStep => ({
      step: 'gateway',
      what: server.gateway.titleOf(server.index),
      verdict: chain ? 'taken' : 'no',
      why: `port ${server.port.number} ${server.port.protocol}, hosts ${server.hosts.join(', ')}`,
      place: { manifest: server.gateway.manifest, path: ['spec', 'servers', server.index] },
    }),
  );
  return [...dropped, ...taken];
}

/** Gateways of the Gateway API for which nothing is opened. */
function unserved({ mesh }: Gateway): TraceStep[] {
  return unservedGateways(mesh).map(({ manifest, why }) => ({
    step: 'gateway',
    what: qualifiedName(manifest.object),
    verdict: 'no',
    why,
    place: { manifest, path: ['spec', 'gatewayClassName'] },
  }));
}

/** A waypoint or an east-west gateway, which clients outside do not call. */
function isInternal({ objects }: Mesh, manifest: Manifest): boolean {
  if (groupOf(manifest.object) !== gatewayApi) return false;
  return controllerOf(objects, stored(manifest).at('spec', 'gatewayClassName').text) !== 'ingress';
}

function closedPort(router: Gateway): string {
  if (router.mesh.gateways.all.length === 0) {
    if (unservedGateways(router.mesh).length > 0) return 'no Gateway opens it';
    const left = router.mesh.manifests.some((manifest) => manifest.object.kind === 'Gateway' && !isInternal(router.mesh, manifest));
    return left
      ? 'no Gateway is in force: those of the manifests are rejected, or `discoverySelectors` leaves their namespaces out'
      : 'the manifests have no Gateway';
  }
  const pod = Object.entries(router.pod.labels).map(([key, value]) => `${key}=${value}`);
  if (router.openPorts.length === 0 && router.servers.groups.length === 0) return `no Gateway selects a pod with ${pod.join(', ')}`;
  if (router.openPorts.length === 0 && router.servers.groups.every(({ bind }) => bind !== '' && bind !== anyAddress))
    return 'every server listens on an address of its own (`bind`), which nobody outside the pod gets to';
  if (router.openPorts.length === 0)
    return 'no VirtualService has a rule for the connections of its Gateways, so none of their ports is open';
  return `no Gateway server opens it; open are ${router.openPorts.map(({ port }) => port).join(', ')} of the pod`;
}
