import { isWildcard, overlaps, splitNamespace } from '../../istio/hosts';
import { meshGateway } from '../../istio/names';
import type { FieldPath } from '../../manifest/manifest';
import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { MergedServers } from '../../mesh/gateways/merged-servers';
import type { Mesh } from '../../mesh/mesh';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import { closest } from '../../text';
import type { PassedOver } from '../answer/passed-over';
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
      what: server.gateway.titleOf(server.index),
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
      what: server.gateway.titleOf(server.index),
      verdict: chain ? 'taken' : 'no',
      why: `port ${server.port.number} ${server.port.protocol}, hosts ${server.hosts.join(', ')}`,
      place: { manifest: server.gateway.manifest, path: ['spec', 'servers', server.index] },
    }),
  );
  return [...dropped, ...taken];
}

function closedPort(router: Gateway): string {
  if (router.mesh.gateways.all.length === 0) {
    const left = router.mesh.manifests.some(({ object }) => object.kind === 'Gateway');
    return left
      ? 'no Gateway is in force: those of the manifests are rejected, or `discoverySelectors` leaves their namespaces out'
      : 'the manifests have no Gateway';
  }
  const pod = Object.entries(router.pod.labels).map(([key, value]) => `${key}=${value}`);
  if (router.openPorts.length === 0) return `no Gateway selects a pod with ${pod.join(', ')}`;
  return `no Gateway server opens it; open are ${router.openPorts.map(({ port }) => port).join(', ')} of the pod`;
}

/** VirtualServices that name the host and yet have no route in this table, each with the one reason. */
export function passedOverAt(router: Gateway, { domain }: Incoming, host: VirtualHost | undefined): PassedOver[] {
  const present = new Set(host?.routes.map((route) => route.virtualService));
  return router.mesh.virtualServices.roots
    .filter((service) => !present.has(service) && service.hosts.some((entry) => overlaps(entry.toLowerCase(), domain)))
    .filter((service) => service.gateways.some((gateway) => gateway !== meshGateway))
    .map((virtualService) => ({ virtualService, ...reasonAt(router, virtualService, { domain, host }) }));
}

function reasonAt(
  router: Gateway,
  service: VirtualService,
  { domain, host }: { domain: string; host: VirtualHost | undefined },
): Omit<PassedOver, 'virtualService'> {
  const { namespace } = router.pod;
  const gateways: FieldPath = ['spec', 'gateways'];
  if (!service.visibility.includes(namespace)) {
    return {
      cause: 'not exported',
      why: `it is not exported to namespace ${namespace}, where the gateway runs`,
      path: ['spec', 'exportTo'],
    };
  }
  const bound = service.gateways.flatMap((gateway) => router.mesh.gateways.get(gateway) ?? []);
  if (bound.length === 0) {
    const near = service.gateways.flatMap((gateway) => closest(gateway, router.mesh.gateways.names) ?? [])[0];
    return {
      cause: 'no such gateway',
      why: `no Gateway is called ${service.gateways.join(', ')}${near ? `; did you mean \`${near}\`?` : ''}`,
      path: gateways,
    };
  }
  const selected = bound.filter((gateway) => gateway.selects(router.pod));
  if (selected.length === 0) {
    return {
      cause: 'another gateway',
      why: `its Gateways ${bound.map((gateway) => gateway.name).join(', ')} do not select this pod`,
      path: gateways,
    };
  }
  const served = selected.flatMap((gateway) => gateway.servers.flatMap((server) => server.hosts.map(splitNamespace)));
  const open = served.filter((entry) => entry.namespace === undefined || entry.namespace === service.namespace);
  if (!open.some((entry) => service.hosts.some((own) => overlaps(entry.host, own)))) {
    return {
      cause: 'host not served',
      why: `its Gateways serve ${served.map((entry) => entry.host).join(', ')} only`,
      path: ['spec', 'hosts'],
    };
  }
  const own = service.hosts.find((entry) => overlaps(entry.toLowerCase(), domain)) ?? '';
  if (host && isWildcard(own) && host.domain.length >= own.length) {
    return {
      cause: 'more specific host',
      why: `\`${host.domain}\` has a virtual host of its own, and the rules of \`${own}\` are not merged into it`,
      path: ['spec', 'hosts'],
    };
  }
  return { cause: 'no rule for it', why: 'none of its rules is for this gateway and port', path: ['spec', 'http'] };
}
