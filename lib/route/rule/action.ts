import type { DestinationSpec, HttpRouteSpec, WeightedDestination } from '../../mesh/routing/virtual-service-spec';
import type { Service } from '../../mesh/services/service';
import type { Cluster } from '../cluster';
import type { EnvoyProxy } from '../request/envoy-proxy';
import type { HashPolicy } from './hash';
import { unknownCommand } from './header-format';
import { concatenated, type HeaderOperations, headerOperations, invalidName, requestedAuthority } from './header-operations';
import type { PathMatcher } from './path-matcher';
import { type Redirect, redirectOf } from './redirect';
import { type Rewrite, rewriteOf } from './rewrite';

/** What a route does with a request that no fault and no CORS policy answered. */
export type Action = RedirectAction | DirectAction | ForwardAction;

export interface RedirectAction {
  readonly kind: 'redirect';
  readonly redirect: Redirect;
}

export interface DirectAction {
  readonly kind: 'direct';
  readonly status: number;
  readonly body: string;
}

export interface ForwardAction {
  readonly kind: 'forward';
  readonly targets: readonly Target[];
  readonly rewrite?: Rewrite;
  readonly mirrors: readonly Mirror[];
  readonly hash: readonly HashPolicy[];
  /** What it does to requests that manifests do not say. */
  readonly undecided: readonly string[];
}

/** One destination of a route. */
export interface Target {
  readonly cluster: Cluster;
  /** Of all requests of the route, 0 to 1. */
  readonly share: number;
  /** The Host header the backend gets; '' leaves the client's. */
  readonly authority: string;
  /** In the order they are applied. */
  readonly requestHeaders: readonly HeaderOperations[];
  readonly responseHeaders: readonly HeaderOperations[];
  /** A header name that Envoy cannot send, so that it answers 503. */
  readonly invalidHeader?: string;
  /** What Envoy answers where it has no such cluster. @default 503 */
  readonly unknownStatus?: number;
}

/** A copy of the request whose answer nobody waits for. */
export interface Mirror {
  readonly cluster: Cluster;
  readonly percent: number;
}

/** Where a route is compiled for: what the same rule means at another port or proxy differs. */
export interface RouteContext {
  readonly proxy: EnvoyProxy;
  /** Namespace of the VirtualService, whose services go first. */
  readonly namespace: string;
  /** The Gateway server's number, or the service port inside the mesh. */
  readonly port: number;
  readonly isTls: boolean;
  /** Where the proxy takes the connection: the port of the gateway's pod, or the one that the caller called. @default - it is not known */
  readonly localPort?: number;
  /** The service a destination means, as far as its default port goes. @default - the proxy's own lookup */
  readonly lookup?: (host: string) => Service | undefined;
  /** Is the rule of a route of the Gateway API? @default false */
  readonly isConverted?: boolean;
  /** Is a match on the labels of the caller left out, whatever they are? @default false */
  readonly ignoresSources?: boolean;
}

/** A redirect goes before a direct response, which goes before destinations. Source: Istio `TranslateRoute`. */
export function actionOf(spec: HttpRouteSpec, matcher: PathMatcher, context: RouteContext): Action {
  if (spec.redirect) return { kind: 'redirect', redirect: redirectOf(spec.redirect, context, matcher) };
  if (spec.directResponse) {
    const { status = 0, body } = spec.directResponse;
    return { kind: 'direct', status, body: body?.string ?? Buffer.from(body?.bytes ?? '', 'base64').toString() };
  }
  const routes = spec.route ?? [];
  const targets = routes.length === 1 ? routes.map((route) => onlyTarget(spec, route, context)) : weightedTargets(spec, routes, context);
  return {
    kind: 'forward',
    targets,
    rewrite: rewriteOf(spec.rewrite, matcher, context.isConverted),
    mirrors: mirrorsOf(spec, context),
    hash: routes.flatMap((route) => context.proxy.hashPolicy(route.destination ?? {}) ?? []),
    undecided: [...new Set(targets.flatMap(unknownValues))],
  };
}

/** Headers whose values Envoy alone knows. */
function unknownValues({ requestHeaders }: Target): string[] {
  return requestHeaders
    .flatMap(({ set, add }) => [...set, ...add])
    .flatMap(([name, value]) => {
      const command = unknownCommand(value);
      return command === undefined ? [] : [`what the backend gets as header \`${name}\`: Envoy fills in \`${command}\``];
    });
}

function onlyTarget(spec: HttpRouteSpec, route: WeightedDestination, context: RouteContext): Target {
  return withInvalidHeader({
    cluster: clusterOf(route.destination ?? {}, context),
    share: 1,
    ...unknownStatus(context),
    authority: ruleAuthority(spec) || requestedAuthority(route.headers),
    requestHeaders: [
      concatenated(
        headerOperations(spec.headers, 'request', context.localPort),
        headerOperations(route.headers, 'request', context.localPort),
      ),
    ],
    responseHeaders: [
      concatenated(
        headerOperations(spec.headers, 'response', context.localPort),
        headerOperations(route.headers, 'response', context.localPort),
      ),
    ],
  });
}

function withInvalidHeader(target: Target): Target {
  const invalidHeader = invalidName(target.requestHeaders);
  return invalidHeader === undefined ? target : { ...target, invalidHeader };
}

/** Destinations of weight 0 drop out, the rest share in proportion. The destination's header operations run first. */
function weightedTargets(spec: HttpRouteSpec, routes: readonly WeightedDestination[], context: RouteContext): Target[] {
  const weighted = routes.filter((route) => (route.weight ?? 0) !== 0);
  const total = weighted.reduce((sum, route) => sum + (route.weight ?? 0), 0);
  return weighted.map((route) =>
    withInvalidHeader({
      cluster: clusterOf(route.destination ?? {}, context),
      share: (route.weight ?? 0) / total,
      ...unknownStatus(context),
      authority: ruleAuthority(spec) || requestedAuthority(route.headers),
      requestHeaders: [
        headerOperations(route.headers, 'request', context.localPort),
        headerOperations(spec.headers, 'request', context.localPort),
      ],
      responseHeaders: [
        headerOperations(route.headers, 'response', context.localPort),
        headerOperations(spec.headers, 'response', context.localPort),
      ],
    }),
  );
}

/** Source: Istio `ClusterNotFoundResponseCode`. */
function unknownStatus({ isConverted }: RouteContext): Pick<Target, 'unknownStatus'> {
  return isConverted ? { unknownStatus: 500 } : {};
}

function ruleAuthority(spec: HttpRouteSpec): string {
  return spec.rewrite?.authority || requestedAuthority(spec.headers);
}

function mirrorsOf(spec: HttpRouteSpec, context: RouteContext): Mirror[] {
  const first = spec.mirror
    ? [{ destination: spec.mirror, percent: spec.mirrorPercentage ? (spec.mirrorPercentage.value ?? 0) : (spec.mirrorPercent ?? 100) }]
    : [];
  const others = (spec.mirrors ?? []).map(({ destination, percentage }) => ({
    destination,
    percent: percentage ? (percentage.value ?? 0) : 100,
  }));
  return [...first, ...others].flatMap(({ destination, percent }) =>
    destination && percent > 0 ? [{ cluster: clusterOf(destination, context), percent }] : [],
  );
}

/** The cluster of a destination: its port, else the only port of its service, else the listener's. Source: Istio `GetDestinationCluster`. */
export function clusterOf(
  { host = '', subset, port }: DestinationSpec,
  { proxy, namespace, port: listenerPort, lookup }: RouteContext,
): Cluster {
  const service = lookup ? lookup(host) : proxy.serviceFor(host, namespace);
  const [only, ...others] = service?.ports ?? [];
  return proxy.clusters.get({
    host: service?.externalName ?? host,
    subset,
    port: port ? (port.number ?? 0) : only && others.length === 0 ? only.number : listenerPort,
  });
}
