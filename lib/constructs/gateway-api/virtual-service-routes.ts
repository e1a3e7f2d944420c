import type { Construct } from 'constructs';
import {
  HttpRoute,
  type HttpRouteSpec,
  type HttpRouteSpecRules,
  TcpRoute,
  TlsRoute,
  type TlsRouteSpec,
} from '../../../imports/gateway.networking.k8s.io';
import type { IGateway } from '../gateway';
import { namespaceOfHost } from '../host';
import type { VirtualServiceRoute } from '../http-route';
import type { VirtualServiceTcpRoute, VirtualServiceTlsRoute } from '../stream-route';
import { renderTlsRoute } from '../stream-route';
import { notInGatewayApi } from '../traffic-api';
import { within } from '../within';
import { backendRefs } from './backend-refs';
import { checkFaithful } from './faithful';
import { httpRules, uniquelyNamed } from './http-rule';
import { type ParentRef, protocolsOf } from './parent-refs';
import { checkPrecedence } from './precedence';
import { type Group, groups } from './route-groups';

/** A virtual service whose values are checked. */
export interface VirtualServiceRoutes {
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly namespace?: string;
  readonly hosts: readonly string[];
  readonly gateways: readonly (IGateway | 'mesh')[];
  readonly routes: readonly VirtualServiceRoute[];
  readonly tls: readonly VirtualServiceTlsRoute[];
  readonly tcp: readonly VirtualServiceTcpRoute[];
  readonly exportTo?: readonly string[];
  /** How to speak of the HTTP route with this index. */
  place(index: number): string;
}

/**
 * Makes the routes of a virtual service as objects of the Gateway API: an HTTPRoute for each group of parents with the same routes, and
 * a TLSRoute or TCPRoute for each of the others.
 *
 * @returns the names of its HTTP routes as they are written
 * @throws ConstructError `NotInGatewayApi`, `GatewayOfIstio`, `RouteOrder`
 */
export function makeRoutes(scope: Construct, service: VirtualServiceRoutes): string[] {
  within(scope, () => checkMesh(service));
  const rules = service.routes.map((route, index) => within(scope, () => faithfulRules(route, service), service.place(index)));
  const written: string[] = [];
  const all = within(scope, () => groups(service.routes, { ...service, protocols: protocolsOf.http }));
  for (const [number, group] of all.entries()) {
    const indices = group.routes.map((route) => service.routes.indexOf(route));
    const placed = indices.flatMap((index) => (rules[index] ?? []).map((rule) => ({ rule, place: service.place(index) })));
    within(scope, () => checkPrecedence(placed));
    const own = uniquelyNamed(placed.map(({ rule }) => rule));
    written.push(...own.flatMap(({ name }) => name ?? []));
    new HttpRoute(scope, `HTTPRoute${number + 1}`, { metadata: numbered(service, number), spec: httpSpec(group, service.hosts, own) });
  }
  makeConnections(scope, service);
  return written;
}

function makeConnections(scope: Construct, service: VirtualServiceRoutes): void {
  const inAll = <Route extends VirtualServiceTcpRoute>(routes: readonly Route[], protocols: readonly string[]) =>
    routes.flatMap((route, index) =>
      within(scope, () => groups([route], { ...service, protocols })).map(({ parents }) => ({ route, parents, index: index + 1 })),
    );
  for (const [number, { route, parents, index }] of inAll(service.tls, protocolsOf.tls).entries()) {
    const spec = within(scope, () => tlsSpec(route, parents, service), `tls route ${index}`);
    new TlsRoute(scope, `TLSRoute${number + 1}`, { metadata: numbered(service, number), spec });
  }
  for (const [number, { route, parents, index }] of inAll(service.tcp, protocolsOf.tcp).entries()) {
    const rules = within(scope, () => [forwarding(route, service)], `tcp route ${index}`);
    new TcpRoute(scope, `TCPRoute${number + 1}`, { metadata: numbered(service, number), spec: { parentRefs: [...parents], rules } });
  }
}

/** Names of objects are unique by kind; the first of each kind has that of the virtual service. */
function numbered({ metadata }: VirtualServiceRoutes, number: number): VirtualServiceRoutes['metadata'] {
  return { ...metadata, name: number === 0 ? metadata.name : `${metadata.name}-${number + 1}` };
}

function faithfulRules(route: VirtualServiceRoute, { namespace }: VirtualServiceRoutes): HttpRouteSpecRules[] {
  checkFaithful(route);
  return httpRules(route, namespace);
}

function httpSpec({ isMesh, parents }: Group<VirtualServiceRoute>, hosts: readonly string[], rules: HttpRouteSpecRules[]): HttpRouteSpec {
  const hostnames = isMesh || hosts.includes('*') ? undefined : [...hosts]; // in the mesh the parent is the host
  return { parentRefs: [...parents], hostnames, rules } as HttpRouteSpec;
}

function tlsSpec(route: VirtualServiceTlsRoute, parents: readonly ParentRef[], service: VirtualServiceRoutes): TlsRouteSpec {
  const hostnames = renderTlsRoute(route, service.hosts).match.flatMap(({ sniHosts }) => sniHosts);
  if (hostnames.includes('*')) throw notInGatewayApi('TLS route for every name (`*`)', 'name the hosts');
  return { parentRefs: [...parents], hostnames, rules: [forwarding(route, service)] };
}

function forwarding({ to }: VirtualServiceTcpRoute, { namespace }: VirtualServiceRoutes) {
  return { backendRefs: backendRefs(to, namespace).map(({ target: _, ...reference }) => reference) };
}

/** A route in the mesh holds for every caller where it is of the Service's namespace, else for the callers of its own. */
function checkMesh({ gateways, hosts, namespace, exportTo }: VirtualServiceRoutes): void {
  const isOwn = exportTo?.length === 1 && (exportTo[0] === '.' || exportTo[0] === namespace);
  if (!gateways.includes('mesh')) {
    if (exportTo && !exportTo.includes('*')) throw notInGatewayApi('restriction of the gateways that see a route (`exportTo`)');
    return;
  }
  for (const host of hosts) {
    const isConsumer = (namespaceOfHost(host) ?? namespace) !== namespace;
    if (isConsumer && !isOwn)
      throw notInGatewayApi(
        `route for every caller of \`${host}\` outside of its namespace`,
        "exportTo: ['.'], for callers of this namespace",
      );
    if (!isConsumer && exportTo && !exportTo.includes('*'))
      throw notInGatewayApi(`restriction of the callers of \`${host}\` that a route is for (\`exportTo\`)`);
  }
}
