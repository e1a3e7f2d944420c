import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { VirtualService as L1VirtualService, type VirtualServiceSpec } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { closest } from '../text';
import { relyOn } from './declared-elsewhere';
import type { Destination } from './destination';
import { checkVisible, renderExportTo, type WithExportTo } from './export-to';
import { gatewayNames, type IGateway } from './gateway';
import { makeRoutes, type VirtualServiceRoutes } from './gateway-api/virtual-service-routes';
import { hostNames, overlap } from './host';
import { renderHttpRoute, type VirtualServiceRoute } from './http-route';
import { lastWord, type WithSpec } from './last-word';
import { freeId, metadataOf, type WithMetadata } from './metadata';
import { onlyKnown } from './only-known';
import { checkDelegates } from './route-delegate';
import { takesAll } from './route-match';
import { renderTcpRoute, renderTlsRoute, type VirtualServiceTcpRoute, type VirtualServiceTlsRoute } from './stream-route';
import { trafficApiOf, type WithTrafficApi } from './traffic-api';
import { within } from './within';

export interface VirtualServiceProps extends WithMetadata, WithTrafficApi, WithExportTo, WithSpec<VirtualServiceSpec> {
  /** Hosts that the routes are for: DNS names, or services of the mesh. At least one. */
  readonly hosts: readonly (string | { readonly host: string })[];
  /** Where the routes apply; `'mesh'` stands for the sidecars of callers. @default - the sidecars */
  readonly gateways?: readonly (IGateway | 'mesh')[];
  /** HTTP routes. Istio takes the first that matches; a request that none takes is answered 404. @default - none */
  readonly routes?: readonly VirtualServiceRoute[];
  /** Routes for TLS that the destination ends. @default - none */
  readonly tls?: readonly VirtualServiceTlsRoute[];
  /** Routes for any other protocol. @default - none */
  readonly tcp?: readonly VirtualServiceTcpRoute[];
}

/**
 * Which destination answers which request: a VirtualService, or with `trafficApi: 'gateway-api'` the HTTPRoutes, TLSRoutes and
 * TCPRoutes that say the same. Source: Istio `VirtualService`.
 */
export class VirtualService extends Construct {
  /** The namespace of the VirtualService. @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  /** Name of the object. */
  readonly objectName: string;
  /** Names of the HTTP routes that have one. */
  readonly routeNames: readonly string[];
  /** Where the routes apply. @internal */
  readonly gateways: readonly (IGateway | 'mesh')[];
  /** @internal */
  readonly hosts: readonly string[];
  /** Hosts that its routes send to, mirrors included. @internal */
  readonly destinations: readonly string[];
  /** The name of each route that Istio is given: several may have one, since a rewrite can take more than one. @internal */
  readonly writtenNames: readonly string[];

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `NoHosts`, `HostForm`, `NoRoutes`, `UnreachableRoute`, `MatchGateway`, `HostNotServed`, `EveryHost`,
   * `NotInGatewayApi`, `RouteOrder`, `GatewayOfIstio`, and those of its values
   */
  constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, freeId(scope, id, 'VirtualService'));
    onlyKnown('VirtualServiceProps', props, this);
    const { gateways, routes = [], tls = [], tcp = [] } = props;
    this.namespace = Chart.of(this).namespace;
    this.routeNames = [...new Set(routes.flatMap(({ name }) => name ?? []))];
    this.gateways = gateways ?? ['mesh'];
    const destinations = destinationsOf(props);
    const delegates = routes.map(({ delegate }) => delegate);
    const delegated = delegates.flatMap((delegate) => delegate ?? []);
    const sent = destinations.flatMap((to) => to.toTargets().map(({ host }) => host));
    this.destinations = [...new Set([...sent, ...delegated.flatMap((delegate) => delegate.destinations)])];
    relyOn(this, this.namespace, [...destinations, ...delegated, ...this.gateways.filter((gateway) => gateway !== 'mesh')]);
    const metadata = within(this, () => metadataOf(id, props.metadata, 'the name of a virtual service'));
    this.objectName = metadata.name;
    const visible = this.gateways.includes('mesh') ? this.namespace : undefined;
    within(this, () =>
      checkVisible(
        visible,
        destinations.flatMap((to) => to.toTargets()),
      ),
    );
    const hosts = within(this, () => hostNames(props.hosts.map((host) => (typeof host === 'string' ? host : host.host))));
    this.hosts = hosts;
    within(this, () => {
      if (routes.length + tls.length + tcp.length === 0) throw new ConstructError('NoRoutes', 'a virtual service has at least one route');
      if (gateways) checkServed(hosts, gateways);
      if (hosts.includes('*') && (gateways === undefined || gateways.includes('mesh'))) throw everyHost();
      checkReachable(routes, (route) => !route.delegate && takesAll(route));
      checkReachable<VirtualServiceTcpRoute & { readonly name?: string }>(tcp, ({ port, gateways: some }) => port === undefined && !some);
      checkDelegates(routes.map((route) => (takesAll({ ...route, path: undefined }) ? route.delegate : undefined)));
      checkMatched([...routes, ...tls, ...tcp], this.gateways);
    });
    const inApi = { ...props, metadata, hosts, namespace: this.namespace, gateways: this.gateways, routes, tls, tcp };
    if (trafficApiOf(this, props.trafficApi) === 'gateway-api') {
      if (props.spec) within(this, () => refuseSpec());
      this.writtenNames = makeRoutes(this, { ...inApi, place: (index) => place(routes, index) });
    } else {
      this.writtenNames = this.makeOwn(inApi, gateways && gatewayNames(gateways));
    }
  }

  /** The object of Istio's own kind. @returns the names of its HTTP routes */
  private makeOwn({ metadata, hosts, routes, tls, tcp, exportTo, ...props }: Declared, gateways: string[] | undefined): string[] {
    within(this, () => checkKinds(this.gateways));
    const http = routes.flatMap((route, index) => within(this, () => renderHttpRoute(route), place(routes, index)));
    const spec: VirtualServiceSpec = {
      hosts: [...hosts],
      gateways,
      http: some(http),
      tls: some(tls.map((route, index) => within(this, () => renderTlsRoute(route, hosts), `tls route ${index + 1}`))),
      tcp: some(tcp.map((route, index) => within(this, () => renderTcpRoute(route), `tcp route ${index + 1}`))),
      exportTo: within(this, () => renderExportTo(exportTo)),
    };
    new L1VirtualService(this, 'Default', { metadata, spec: within(this, () => lastWord<VirtualServiceSpec>(spec, props.spec)) });
    return http.flatMap(({ name }) => name ?? []);
  }
}

/** What a virtual service declares, its values checked. */
type Declared = Omit<VirtualServiceRoutes, 'place'> & Pick<VirtualServiceProps, 'spec'>;

function refuseSpec(): never {
  throw new ConstructError('NotInGatewayApi', '`spec` is that of a VirtualService, and this is written as routes of the Gateway API', {
    fix: "say it by an HttpRoute with its own `spec`, or declare it with `trafficApi: 'istio'`",
  });
}

/** A VirtualService cannot name a Gateway of the Gateway API. */
function checkKinds(gateways: readonly (IGateway | 'mesh')[]): void {
  const stray = gateways.find((gateway) => gateway !== 'mesh' && gateway.parent !== undefined);
  if (stray === undefined || stray === 'mesh') return;
  throw new ConstructError('GatewayOfOtherApi', `\`${stray.reference}\` is a gateway of the Gateway API`, {
    why: "a VirtualService names gateways of Istio's own kind alone",
    fix: "trafficApi: 'gateway-api'",
  });
}

function destinationsOf({ routes = [], tls = [], tcp = [] }: VirtualServiceProps): Destination[] {
  const all: Destination[] = [...routes, ...tls, ...tcp].flatMap(({ to }) => to ?? []);
  const mirrors = routes.flatMap(({ mirror }) => mirror ?? []).map(({ to }) => to);
  return [...all, ...mirrors];
}

function everyHost(): ConstructError {
  return new ConstructError('EveryHost', 'the host `*` is for gateways, and these routes apply in the mesh', {
    why: 'Istio rejects them: they would take every call that any pod makes',
    fix: 'name the gateways, or the hosts',
  });
}

/** A route after one that takes everything is never tried. */
function checkReachable<Route extends { readonly name?: string }>(routes: readonly Route[], takesAll: (route: Route) => boolean): void {
  const last = routes.findIndex(takesAll);
  if (last < 0 || last === routes.length - 1) return;
  throw new ConstructError('UnreachableRoute', `no request ever reaches ${place(routes, last + 1)}`, {
    at: place(routes, last),
    why: `${place(routes, last)} accepts every request, and Istio takes the first route that matches`,
    fix: 'put the route without conditions last',
  });
}

/** A route for a gateway that the virtual service does not name never applies. */
function checkMatched(
  routes: readonly { readonly gateways?: readonly (IGateway | 'mesh')[] }[],
  gateways: readonly (IGateway | 'mesh')[],
): void {
  const names = gatewayNames(gateways);
  for (const [index, route] of routes.entries()) {
    const stray = gatewayNames(route.gateways ?? []).find((name) => !names.includes(name));
    if (stray === undefined) continue;
    throw new ConstructError('MatchGateway', `a route is for \`${stray}\`, which is none of the virtual service's gateways`, {
      at: `route ${index + 1}`,
      why: `they are ${names.map((name) => `\`${name}\``).join(', ')}, and the route would never apply`,
      fix: closest(stray, names),
    });
  }
}

/** A host that no referenced gateway serves is unreachable. Gateways declared elsewhere are assumed to serve every host. */
function checkServed(hosts: readonly string[], gateways: readonly (IGateway | 'mesh')[]): void {
  if (gateways.length === 0) throw new ConstructError('NoGateways', 'the list of gateways is empty', { fix: "gateways: ['mesh']" });
  const served: string[] = [];
  for (const gateway of gateways) {
    if (gateway === 'mesh' || gateway.hosts === undefined) return;
    served.push(...gateway.hosts);
  }
  const lost = hosts.find((host) => !served.some((pattern) => overlap(pattern, host)));
  if (lost === undefined) return;
  throw new ConstructError('HostNotServed', `no server of its gateways answers for host \`${lost}\``, {
    why: `they answer for ${served.map((host) => `\`${host}\``).join(', ')}`,
    fix: closest(lost, served),
  });
}

function place(routes: readonly { readonly name?: string }[], index: number): string {
  const name = routes[index]?.name;
  return name === undefined ? `route ${index + 1}` : `route ${index + 1} (${name})`;
}

function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
