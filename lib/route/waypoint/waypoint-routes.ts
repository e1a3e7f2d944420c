import { overlaps } from '../../istio/hosts';
import { meshGateway } from '../../istio/names';
import type { Mesh } from '../../mesh/mesh';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { TcpRouteSpec, TlsRouteSpec } from '../../mesh/routing/virtual-service-spec';
import type { Service } from '../../mesh/services/service';
import { type L4Route, l4Targets } from '../gateway/l4';
import type { EnvoyProxy } from '../request/envoy-proxy';
import type { RouteContext } from '../rule/action';
import { routesOf } from '../rule/route';
import type { VirtualHost } from '../rule/route-table';

/** The port of a Service that is called. */
export interface CalledService {
  readonly service: Service;
  readonly port: number;
}

/**
 * The VirtualServices that a waypoint reads for a Service: of the Service's namespace and of its own, for `mesh`, all of
 * them in turn. Source: Istio `getVirtualServiceForWaypoint`.
 */
function virtualServicesFor({ mesh, client }: { readonly mesh: Mesh; readonly client: EnvoyProxy['client'] }, service: Service) {
  return mesh.virtualServices
    .candidatesFor(client.namespace, meshGateway)
    .filter(({ namespace }) => namespace === client.namespace || namespace === service.namespace)
    .filter(({ hosts }) => hosts.some((host) => overlaps(host.toLowerCase(), service.host.toLowerCase())))
    .filter(({ isStored }) => isStored);
}

function contextOf(proxy: EnvoyProxy, namespace: string, port: number): RouteContext {
  return { proxy, namespace, port, isTls: false, lookup: proxy.lookup, ignoresSources: true };
}

/** The routes of requests to a Service; undefined where no VirtualService has any, so that they go to the Service. Source: Istio `buildWaypointInboundHTTPRouteConfig`. */
export function httpRoutes(proxy: EnvoyProxy, { service, port }: CalledService): VirtualHost | undefined {
  const routes = virtualServicesFor(proxy, service).flatMap((each) => routesOf(each, meshGateway, contextOf(proxy, each.namespace, port)));
  return routes.length === 0 ? undefined : { domain: service.host, routes, requireTls: false };
}

/** Where connections to a Service go whose bytes are not read: TLS rules are looked at before TCP rules. Source: Istio `getWaypointTCPRoutes`. */
export function connectionRoute(proxy: EnvoyProxy, called: CalledService): L4Route {
  const { service, port } = called;
  const all = virtualServicesFor(proxy, service);
  const found = all.flatMap((each) => tlsRule(each, called) ?? [])[0] ?? all.flatMap((each) => tcpRule(each, called) ?? [])[0];
  if (!found) {
    const targets = l4Targets({ route: [{ destination: { host: service.host, port: { number: port } } }] }, contextOf(proxy, '', port));
    return { kind: 'tcp', index: -1, targets };
  }
  const { virtualService, rule, kind, index } = found;
  return { virtualService, kind, index, targets: l4Targets(rule, contextOf(proxy, virtualService.namespace, port)) };
}

interface FoundRule extends Pick<L4Route, 'kind' | 'index'> {
  readonly virtualService: VirtualService;
  readonly rule: TlsRouteSpec | TcpRouteSpec;
}

function tlsRule(virtualService: VirtualService, { service, port }: CalledService): FoundRule | undefined {
  const index = virtualService.tls.findIndex(
    ({ match = [] }) =>
      match.length === 0 || match.some((each) => each.sniHosts?.length === 1 && each.sniHosts[0] === service.host && isForMesh(each, port)),
  );
  const rule = virtualService.tls[index];
  return rule && { virtualService, rule, kind: 'tls', index };
}

function tcpRule(virtualService: VirtualService, { port }: CalledService): FoundRule | undefined {
  const index = virtualService.tcp.findIndex(({ match = [] }) => match.length === 0 || match.some((each) => isForMesh(each, port)));
  const rule = virtualService.tcp[index];
  return rule && { virtualService, rule, kind: 'tcp', index };
}

/** A match that names a source fits nobody: a waypoint knows no source labels. Source: Istio `matchTCP` without labels and namespace. */
function isForMesh(match: NonNullable<TcpRouteSpec['match']>[number], port: number): boolean {
  const { gateways = [], sourceLabels = {}, sourceNamespace } = match;
  if (Object.keys(sourceLabels).length > 0 || sourceNamespace) return false;
  return (gateways.length === 0 || gateways.includes(meshGateway)) && (!match.port || match.port === port);
}
