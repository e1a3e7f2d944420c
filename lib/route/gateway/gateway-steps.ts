import { overlaps, splitNamespace } from '../../istio/hosts';
import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { MergedServers } from '../../mesh/gateways/merged-servers';
import type { Mesh } from '../../mesh/mesh';
import { closest } from '../../text';
import type { TraceStep } from '../answer/trace';
import type { Refusal } from '../refusals/refusal';
import type { Incoming } from '../request/incoming';
import { type Request, withoutPort } from '../request/request';
import type { VirtualHost } from '../rule/route-table';
import type { Chain, Listener } from './listener';

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
    return [{ step: 'gateway', what: 'Envoy refuses the configuration', verdict: 'no', why: refused.reason, place: refused.place }];
  const listener = router.listener(request.port);
  const dropped = router.servers.dropped.map(
    ({ server, reason }): TraceStep => ({
      step: 'gateway',
      what: `${server.gateway.name} server ${server.index}`,
      verdict: 'no',
      why: reason,
      place: { manifest: server.gateway.manifest, path: ['spec', 'servers', server.index] },
    }),
  );
  if (!listener) return [...dropped, { step: 'gateway', what: `port ${request.port}`, verdict: 'no', why: closedPort(router) }];
  const domain = withoutPort(request.host ?? '').toLowerCase();
  const all = chain?.servers ?? listener.chains.flatMap(({ servers }) => servers);
  const serving = all.filter(({ hosts }) => hosts.some((host) => overlaps(splitNamespace(host).host.toLowerCase(), domain)));
  const shown = [...new Set(serving.length > 0 ? serving : all)];
  const taken = shown.map(
    (server): TraceStep => ({
      step: 'gateway',
      what: `${server.gateway.name} server ${server.index}`,
      verdict: chain ? 'taken' : 'no',
      why: `port ${server.port.number} ${server.port.protocol}, hosts ${server.hosts.join(', ')}`,
      place: { manifest: server.gateway.manifest, path: ['spec', 'servers', server.index] },
    }),
  );
  return [...dropped, ...taken];
}

function closedPort(router: Gateway): string {
  if (router.mesh.gateways.all.length === 0) return 'the set has no Gateway';
  const pod = Object.entries(router.pod.labels).map(([key, value]) => `${key}=${value}`);
  if (router.openPorts.length === 0) return `no Gateway selects a pod with ${pod.join(', ')}`;
  return `no Gateway server opens it; open are ${router.openPorts.map(({ port }) => port).join(', ')} of the pod`;
}

/** VirtualServices that name the host and yet have no route in this table. */
export function unboundSteps(router: Gateway, { domain }: Incoming, host: VirtualHost | undefined): TraceStep[] {
  const present = new Set(host?.routes.map((route) => route.virtualService));
  return router.mesh.virtualServices.roots
    .filter((service) => !present.has(service) && service.hosts.some((entry) => overlaps(entry.toLowerCase(), domain)))
    .map((service) => ({
      step: 'host',
      what: `VirtualService ${service.name}`,
      verdict: 'no',
      why: whyUnbound(router, service.name),
      place: { manifest: service.manifest, path: ['spec', 'gateways'] },
    }));
}

function whyUnbound(router: Gateway, name: string): string {
  const service = router.mesh.virtualServices.get(name);
  if (!service) return 'it does not exist';
  const { namespace } = router.pod;
  if (!service.visibility.includes(namespace)) return `it is not exported to namespace ${namespace}, where the gateway runs`;
  const bound = service.gateways.flatMap((gateway) => router.mesh.gateways.get(gateway) ?? []);
  if (bound.length === 0) {
    const near = service.gateways.flatMap((gateway) => closest(gateway, router.mesh.gateways.names) ?? [])[0];
    return `no Gateway is called ${service.gateways.join(', ')}${near ? `; did you mean \`${near}\`?` : ''}`;
  }
  const selected = bound.filter((gateway) => gateway.selects(router.pod.labels));
  if (selected.length === 0) return `its Gateways ${bound.map((gateway) => gateway.name).join(', ')} do not select this pod`;
  const hosts = selected.flatMap((gateway) => gateway.servers.flatMap((server) => server.hosts.map(splitNamespace)));
  const open = hosts.filter((entry) => entry.namespace === undefined || entry.namespace === service.namespace);
  const shared = open.some((entry) => service.hosts.some((own) => overlaps(entry.host, own)));
  return shared
    ? 'none of its rules is for this gateway and port'
    : `its Gateways serve ${hosts.map((entry) => entry.host).join(', ')} only`;
}
