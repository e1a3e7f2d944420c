import { overlaps, splitNamespace } from '../../istio/hosts';
import type { Server } from '../../mesh/gateways/gateways';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { TcpRouteSpec, TlsRouteSpec } from '../../mesh/routing/virtual-service-spec';
import type { EnvoyProxy } from '../request/envoy-proxy';
import { clusterOf, type RouteContext, type Target } from '../rule/action';
import { concatenated, headerOperations } from '../rule/header-operations';

/** Connections handed on as they are. */
export interface L4Route {
  /** Undefined inside the mesh where no rule fits: the connection goes to the service that is called. */
  readonly virtualService?: VirtualService;
  readonly kind: 'tcp' | 'tls';
  /** Place in `spec.tcp` or `spec.tls`; -1 without a rule. */
  readonly index: number;
  readonly targets: readonly Target[];
}

/** A route for the TLS connections of some server names. */
export interface SniRoute {
  readonly serverNames: readonly string[];
  readonly route: L4Route;
}

/** The rule that takes every connection of a TCP server, or of TLS that ends here without HTTP. Source: Istio `buildGatewayNetworkFiltersFromTCPRoutes`. */
export function tcpRoute(proxy: EnvoyProxy, server: Server): L4Route | undefined {
  for (const service of servicesOf(proxy, server)) {
    const index = service.tcp.findIndex((rule) => rule.route?.length && fitsServer(rule, server));
    const rule = service.tcp[index];
    if (rule) return { virtualService: service, kind: 'tcp', index, targets: targetsOf(rule, service, { proxy, server }) };
    const terminated = server.tls && service.isTlsRoute ? terminatedRoute(service, { proxy, server }) : undefined;
    if (terminated) return terminated;
  }
  return undefined;
}

/** The rule of a TLSRoute where its TLS ends at the gateway: the server has looked at the server name already. */
function terminatedRoute(service: VirtualService, at: { proxy: EnvoyProxy; server: Server }): L4Route | undefined {
  const index = service.tls.findIndex(({ match = [] }) => match.some((each) => fitsMatch(each, at.server)));
  const rule = service.tls[index];
  return rule && { virtualService: service, kind: 'tls', index, targets: targetsOf(rule, service, at) };
}

/** The rules of a passthrough server, by server name; a name that was taken on the port before is left out with its match. */
export function sniRoutes(proxy: EnvoyProxy, server: Server, taken: Set<string>): SniRoute[] {
  const routes: SniRoute[] = [];
  for (const service of servicesOf(proxy, server)) {
    for (const [index, rule] of service.tls.entries()) {
      if (!rule.route?.length) continue;
      for (const match of rule.match ?? []) {
        const names = match.sniHosts ?? [];
        if (!fitsMatch(match, server) || names.some((name) => taken.has(name))) continue;
        for (const name of names) taken.add(name);
        routes.push({
          serverNames: names,
          route: { virtualService: service, kind: 'tls', index, targets: targetsOf(rule, service, { proxy, server }) },
        });
      }
    }
  }
  return routes;
}

/** VirtualServices of the server's Gateway with a host in common; overlap either way will do. Source: Istio `pickMatchingGatewayHosts`. */
function servicesOf(proxy: EnvoyProxy, server: Server): VirtualService[] {
  const bound = proxy.mesh.virtualServices.visibleTo(proxy.client.namespace, server.gateway.name);
  return bound.filter((service) =>
    server.hosts.map(splitNamespace).some(({ namespace, host }) => {
      const own = namespace === undefined || namespace === service.namespace;
      return own && service.hosts.some((candidate) => overlaps(host, candidate));
    }),
  );
}

interface L4Match {
  readonly port?: number;
  readonly gateways?: readonly string[];
}

function fitsServer(rule: TcpRouteSpec, server: Server): boolean {
  const matches = rule.match ?? [];
  return matches.length === 0 || matches.some((match) => fitsMatch(match, server));
}

function fitsMatch({ port, gateways = [] }: L4Match, server: Server): boolean {
  return (!port || port === server.port.number) && (gateways.length === 0 || gateways.includes(server.gateway.name));
}

const noOperations = concatenated(headerOperations(undefined, 'request'), headerOperations(undefined, 'request'));

function targetsOf(
  rule: TlsRouteSpec | TcpRouteSpec,
  service: VirtualService,
  { proxy, server }: { proxy: EnvoyProxy; server: Server },
): Target[] {
  const context: RouteContext = { proxy, namespace: service.namespace, port: server.port.number, isTls: server.tls !== undefined };
  return l4Targets(rule, context);
}

/** The destinations of a `tcp` or `tls` rule with their shares. */
export function l4Targets(rule: TlsRouteSpec | TcpRouteSpec, context: RouteContext): Target[] {
  const routes = rule.route ?? [];
  const weighted = routes.length === 1 ? routes : routes.filter((route) => (route.weight ?? 0) !== 0);
  const total = weighted.reduce((sum, route) => sum + (route.weight ?? 0), 0);
  return weighted.map((route) => ({
    cluster: clusterOf(route.destination ?? {}, context),
    share: weighted.length === 1 ? 1 : (route.weight ?? 0) / total,
    authority: '',
    requestHeaders: [noOperations],
    responseHeaders: [noOperations],
  }));
}
