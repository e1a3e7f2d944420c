import { hostsForNamespace, intersection } from '../../istio/hosts';
import type { Server } from '../../mesh/gateways/gateways';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { EnvoyProxy } from '../request/envoy-proxy';
import { type Route, routesOf } from '../rule/route';
import { catchAllsLast, RouteTable } from '../rule/route-table';

/** The route table of the servers that share it. @param localPort of the gateway's pods. Source: Istio `buildGatewayHTTPRouteConfig`. */
export function gatewayTable(proxy: EnvoyProxy, servers: readonly Server[], localPort: number): RouteTable {
  const builder = new Builder(proxy, localPort);
  for (const server of servers) builder.add(server);
  return builder.table();
}

interface Draft {
  readonly routes: Route[];
  requireTls: boolean;
}

class Builder {
  private readonly hosts = new Map<string, Draft>();
  /** Routes are built for the first server of a Gateway that yields any, and used for its others. */
  private readonly built = new Map<string, readonly Route[]>();

  constructor(
    private readonly proxy: EnvoyProxy,
    private readonly localPort: number,
  ) {}

  add(server: Server): void {
    const redirects = server.tls?.httpsRedirect ?? false;
    for (const service of this.proxy.mesh.virtualServices.visibleTo(this.proxy.client.namespace, server.gateway.name)) {
      const common = intersection(hostsForNamespace(server.hosts, service.namespace), service.hosts);
      const routes = common.length > 0 ? this.routes(server, service) : [];
      if (routes.length === 0) continue;
      for (const host of common) this.put(host, routes, redirects);
    }
    if (redirects) for (const host of server.hosts) this.put(host, [], true); // the raw text: `namespace/host` fits no request
  }

  table(): RouteTable {
    if (this.hosts.size === 0) return new RouteTable([{ domain: '*', routes: [], requireTls: false }]);
    return new RouteTable(
      [...this.hosts].map(([domain, { routes, requireTls }]) => ({ domain, routes: catchAllsLast(routes), requireTls })),
    );
  }

  private put(host: string, routes: readonly Route[], requireTls: boolean): void {
    const domain = host.toLowerCase();
    const known = this.hosts.get(domain);
    if (!known) this.hosts.set(domain, { routes: [...routes], requireTls });
    else {
      known.routes.push(...routes);
      known.requireTls ||= requireTls;
    }
  }

  private routes(server: Server, service: VirtualService): readonly Route[] {
    const key = `${server.gateway.name} ${service.name}`;
    const known = this.built.get(key);
    if (known) return known;
    const { proxy, localPort } = this;
    const context = { proxy, namespace: service.namespace, port: server.port.number, localPort, isTls: server.tls !== undefined };
    const routes = routesOf(service, server.gateway.name, context);
    if (routes.length > 0) this.built.set(key, routes);
    return routes;
  }
}
