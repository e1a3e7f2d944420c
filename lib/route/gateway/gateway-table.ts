import { hostsForNamespace, intersection } from '../../istio/hosts';
import { lazy } from '../../lazy';
import type { Server } from '../../mesh/gateways/gateways';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { EnvoyProxy } from '../request/envoy-proxy';
import { RouteTable, type VirtualHost } from '../rule/route-table';
import { DraftHost } from './draft-host';
import { GatewayRoutes } from './gateway-routes';

/** The route table of a gateway, and whose routes may be in it. */
export interface GatewayTable {
  readonly table: RouteTable;
  /** The VirtualServices with a host in common with a server; the cluster may turn out not to store some. */
  readonly candidates: ReadonlySet<VirtualService>;
}

/**
 * The route table of the servers that share it. Which hosts are in it is found at once, the routes of a host when it is first asked for.
 *
 * @param localPort of the gateway's pods. Source: Istio `buildGatewayHTTPRouteConfig`
 */
export function gatewayTable(proxy: EnvoyProxy, servers: readonly Server[], localPort: number): GatewayTable {
  const builder = new Builder(proxy, localPort);
  for (const server of servers) builder.add(server);
  return { table: builder.table(), candidates: builder.candidates };
}

class Builder {
  readonly candidates = new Set<VirtualService>();
  private readonly hosts = new Map<string, DraftHost>();
  private readonly routes: GatewayRoutes;
  private added = 0;

  constructor(
    private readonly proxy: EnvoyProxy,
    localPort: number,
  ) {
    this.routes = new GatewayRoutes(proxy, localPort);
  }

  add(server: Server): void {
    const requireTls = server.tls?.httpsRedirect ?? false;
    const allowed = new Map<string, readonly string[]>();
    const { virtualServices } = this.proxy.mesh;
    for (const service of virtualServices.candidatesFor(this.proxy.client.namespace, server.gateway.name)) {
      const own = allowed.get(service.namespace) ?? hostsForNamespace(server.hosts, service.namespace);
      allowed.set(service.namespace, own);
      const common = intersection(own, service.hosts);
      if (common.length === 0) continue;
      this.candidates.add(service);
      const routes = this.routes.of(server, service);
      for (const host of common) this.put(host, { routes, requireTls, order: this.added++ });
    }
    // the raw text: `namespace/host` fits no request
    if (requireTls) for (const host of server.hosts) this.put(host, { requireTls, order: this.added++ });
  }

  table(): RouteTable {
    const drafts = [...this.hosts.values()];
    const all = lazy(() => virtualHostsOf(drafts));
    const known = this.hosts.get('*');
    const isEmpty = lazy(() => !drafts.some((draft) => draft.host()));
    const fallback = { domain: '*', host: () => known?.host() ?? (isEmpty() ? nothing : undefined) };
    return new RouteTable([...drafts, fallback], all);
  }

  private put(host: string, contribution: Parameters<DraftHost['add']>[0]): void {
    const domain = host.toLowerCase();
    const known = this.hosts.get(domain) ?? new DraftHost(domain);
    this.hosts.set(domain, known);
    known.add(contribution);
  }
}

/** What istiod writes where no VirtualService has routes for a server. */
const nothing: VirtualHost = { domain: '*', routes: [], requireTls: false };

function virtualHostsOf(drafts: readonly DraftHost[]): readonly VirtualHost[] {
  const found = drafts.flatMap((draft) => {
    const host = draft.host();
    return host ? [{ host, order: draft.order }] : [];
  });
  return found.length === 0 ? [nothing] : found.sort((one, other) => one.order - other.order).map(({ host }) => host);
}
