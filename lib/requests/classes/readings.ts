import { lazy } from '../../lazy';
import type { Mesh } from '../../mesh/mesh';
import type { ProxyPolicies } from '../../mesh/security/policies';
import type { Service } from '../../mesh/services/service';
import type { Workload } from '../../mesh/workloads/workloads';
import type { Cluster } from '../../route/cluster';
import { GatewayRouter } from '../../route/gateway/gateway-router';
import { IngressRouter } from '../../route/gateway/ingress-router';
import { EnvoyProxy } from '../../route/request/envoy-proxy';
import { type Request, withoutPort } from '../../route/request/request';
import type { Router } from '../../route/router';
import type { Route } from '../../route/rule/route';
import { SidecarRouter } from '../../route/sidecar/sidecar-router';
import { httpRoutes } from '../../route/waypoint/waypoint-routes';
import { afterRewrite } from './after-rewrite';
import type { Expression } from './expression';
import { preflightExpression, routeExpression } from './match-expression';
import { policyExpressions } from './policy-expressions';
import type { Token } from './tokens';

/** Whoever answers the requests of an entry in one mesh. */
export interface Side {
  readonly mesh: Mesh;
  readonly router: Router;
}

/** What the proxies of one mesh read of the requests of one entry. */
export class Readings {
  /** What the policies of the gateway ask, where a gateway is asked first. */
  readonly ofGateway: readonly Expression[];
  /** The routes of the virtual host, in the order they are tried. */
  readonly routes: readonly { readonly route: Route; readonly expression: Expression }[];
  private readonly mesh: Mesh;
  private readonly isOutside: boolean;
  private readonly ofRoute = new Map<Route, readonly Expression[]>();
  private readonly unrouted: () => readonly Expression[];

  constructor(
    { mesh, router }: Side,
    private readonly plain: Request,
    private readonly tokens: readonly Token[],
  ) {
    this.mesh = mesh;
    const first = router instanceof IngressRouter ? router.routerFor(plain) : router;
    this.isOutside = first instanceof GatewayRouter;
    this.ofGateway = first instanceof GatewayRouter ? this.policies(mesh.policies.of(first.pod)) : [];
    this.routes = routesAt(first, plain).map((route) => ({ route, expression: routeExpression(route, plain.scheme) }));
    this.unrouted = lazy(() => {
      if (this.routes.length > 0) return this.waypointsOf(plain.host ?? '');
      const beyond = this.waypointsOf(plain.host ?? '');
      return [
        ...beyond,
        ...router.route(plain).destinations.flatMap(({ cluster, host }) => this.atServers(cluster, host || (plain.host ?? ''))),
      ];
    });
  }

  /** What is asked of requests behind the choice of a route: by its CORS policy, then by the proxies of the servers. */
  behind(route: Route | undefined): readonly Expression[] {
    if (!route) return this.unrouted();
    let known = this.ofRoute.get(route);
    if (!known) {
      known = [preflightExpression(route), ...this.serversOf(route).map((expression) => afterRewrite(expression, route))];
      this.ofRoute.set(route, known);
    }
    return known;
  }

  /** Everything that may be asked. */
  get all(): readonly Expression[] {
    return [
      ...this.ofGateway,
      ...this.routes.flatMap(({ route, expression }) => [expression, ...this.behind(route)]),
      ...this.behind(undefined),
    ];
  }

  private serversOf({ action }: Route): Expression[] {
    if (action.kind !== 'forward') return [];
    return action.targets.flatMap(({ cluster, authority }) => this.atServers(cluster, authority || (this.plain.host ?? '')));
  }

  /** @param host as the servers get it */
  private atServers({ endpoints, service }: Cluster, host: string): Expression[] {
    const workloads = [...new Set(endpoints.flatMap(({ workload }) => workload ?? []))];
    const waypoint = service ? this.atWaypoint(service) : [];
    return [
      ...waypoint,
      ...workloads.flatMap((workload) => [...this.policies(this.mesh.policies.of(workload)), ...this.nextGateway(workload, host)]),
    ];
  }

  /** What the waypoint in front of a Service of this name asks, whoever calls. */
  private waypointsOf(host: string): Expression[] {
    return this.mesh.services.withHost(withoutPort(host).toLowerCase()).flatMap((service) => this.atWaypoint(service));
  }

  private atWaypoint(service: Service): Expression[] {
    const waypoint = this.mesh.waypoints.of(service)?.waypoint;
    if (!waypoint) return [];
    const port = this.plain.port;
    const routes = httpRoutes(new EnvoyProxy(this.mesh, waypoint), { service, port })?.routes ?? [];
    const own = this.policies(this.mesh.policies.at(waypoint, service));
    return [...own, ...routes.flatMap((route) => this.throughRoute(route, undefined))];
  }

  /** Routes of a gateway that is called as a server: any of them may take the request. */
  private nextGateway(workload: Workload, host: string): Expression[] {
    if (this.mesh.gateways.selecting(workload).length === 0) return [];
    const domain = withoutPort(host).toLowerCase();
    const tables = new GatewayRouter(this.mesh, workload).openPorts.flatMap(({ chains }) => chains.flatMap(({ table }) => table ?? []));
    return tables.flatMap((table) => table.find(domain)?.routes ?? []).flatMap((route) => this.throughRoute(route, workload));
  }

  /** A route of a proxy on the way, and the servers behind it. @param by the proxy itself */
  private throughRoute(route: Route, by: Workload | undefined): Expression[] {
    const { action } = route;
    const servers =
      action.kind === 'forward' ? action.targets.flatMap(({ cluster }) => cluster.endpoints.flatMap(({ workload }) => workload ?? [])) : [];
    const behind = [...new Set(servers)]
      .filter((server) => server !== by)
      .flatMap((server) => this.policies(this.mesh.policies.of(server)));
    return [
      routeExpression(route, this.plain.scheme),
      preflightExpression(route),
      ...behind.map((expression) => afterRewrite(expression, route)),
    ];
  }

  private policies(policies: ProxyPolicies): Expression[] {
    return policyExpressions(policies, { tokens: this.tokens, isOutside: this.isOutside });
  }
}

function routesAt(router: Router, plain: Request): readonly Route[] {
  if (!(router instanceof GatewayRouter || router instanceof SidecarRouter)) return [];
  const admitted = router.admit(plain);
  if (!('incoming' in admitted) || !admitted.host || (admitted.host.requireTls && plain.scheme !== 'https')) return [];
  return admitted.host.routes;
}
