import { isHttp } from '../../istio/protocol';
import { lazy } from '../../lazy';
import type { Server } from '../../mesh/gateways/gateways';
import type { MergedServers, ServerGroup } from '../../mesh/gateways/merged-servers';
import { tableName } from '../../mesh/gateways/merged-servers';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { EnvoyProxy } from '../request/envoy-proxy';
import type { RouteTable } from '../rule/route-table';
import { gatewayTable } from './gateway-table';
import { type L4Route, sniRoutes, tcpRoute } from './l4';

/** One filter chain of a listener: what happens to connections of some server names. */
export interface Chain {
  /** In lower case; empty: every connection that no other chain names. */
  readonly serverNames: readonly string[];
  /** Does TLS end here? */
  readonly terminatesTls: boolean;
  /** Routes of HTTP requests, made when first asked for. */
  readonly table?: RouteTable;
  /** The VirtualServices whose routes may be in the table. */
  readonly candidates?: ReadonlySet<VirtualService>;
  /** Where connections go that are not looked into. */
  readonly l4?: L4Route;
  readonly servers: readonly Server[];
}

/** Where a server listens that names no address; one that names another is not reached from outside the pod. */
export const anyAddress = '0.0.0.0';

/** One open port of a gateway pod. */
export interface Listener {
  readonly port: number;
  readonly bind: string;
  readonly chains: readonly Chain[];
}

/** A connection that a filter chain took. */
export interface Accepted {
  readonly listener: Listener;
  readonly chain: Chain;
}

/** The listeners of merged servers. One without any chain is never opened. Source: Istio `buildGatewayListeners`. */
export function listenersOf(proxy: EnvoyProxy, merged: MergedServers): readonly Listener[] {
  const listeners = new Map<string, { port: number; bind: string; chains: Chain[] }>();
  const takenNames = new Map<number, Set<string>>();
  for (const group of merged.groups) {
    const bind = group.bind || anyAddress;
    const key = `${bind} ${group.port}`;
    const listener = listeners.get(key) ?? { port: group.port, bind, chains: [] };
    listeners.set(key, listener);
    const taken = takenNames.get(group.port) ?? new Set<string>();
    takenNames.set(group.port, taken);
    listener.chains.push(...chainsOf(group, { proxy, merged, taken }));
  }
  return [...listeners.values()].filter((listener) => listener.chains.length > 0);
}

interface Context {
  readonly proxy: EnvoyProxy;
  readonly merged: MergedServers;
  readonly taken: Set<string>;
}

function chainsOf(group: ServerGroup, context: Context): Chain[] {
  if (isHttp(group.protocol))
    return [httpChain({ name: group.table, port: group.port }, context, { serverNames: [], terminatesTls: false })];
  return group.servers.flatMap((server) => serverChains(server, group.port, context));
}

function serverChains(server: Server, port: number, context: Context): Chain[] {
  const serverNames = sniHosts(server);
  if (server.routesHttp && server.tls)
    return [httpChain({ name: tableName(server, port), port }, context, { serverNames, terminatesTls: true })];
  if (server.passthrough) {
    return sniRoutes(context.proxy, server, context.taken).map(({ serverNames: names, route }) => ({
      serverNames: lowerNames(names),
      terminatesTls: false,
      l4: route,
      servers: [server],
    }));
  }
  const l4 = tcpRoute(context.proxy, server);
  return l4 ? [{ serverNames: server.tls ? serverNames : [], terminatesTls: server.tls !== undefined, l4, servers: [server] }] : [];
}

function httpChain(
  { name, port }: { name: string; port: number },
  { proxy, merged }: Context,
  match: Pick<Chain, 'serverNames' | 'terminatesTls'>,
): Chain {
  const servers = merged.tables.get(name) ?? [];
  const built = lazy(() => gatewayTable(proxy, servers, port));
  return {
    ...match,
    servers,
    get table() {
      return built().table;
    },
    get candidates() {
      return built().candidates;
    },
  };
}

/** A `*` among the hosts makes the chain take any server name. */
function sniHosts(server: Server): string[] {
  return lowerNames(server.hosts.map((host) => host.slice(host.indexOf('/') + 1)));
}

function lowerNames(names: readonly string[]): string[] {
  return names.includes('*') ? [] : [...new Set(names.map((name) => name.toLowerCase()))];
}

/** The chain for a server name: exact, else the longest `*.suffix`, else the one that takes any. Source: Envoy `FilterChainManagerImpl`. */
export function chainFor(listener: Listener, serverName: string): Chain | undefined {
  const name = serverName.toLowerCase();
  const named = (wanted: string) => listener.chains.find((chain) => chain.serverNames.includes(wanted));
  if (name !== '') {
    const exact = named(name);
    if (exact) return exact;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const wildcard = named(`*${name.slice(dot)}`);
      if (wildcard) return wildcard;
    }
  }
  return listener.chains.find((chain) => chain.serverNames.length === 0);
}
