import { isHttp, type Protocol } from '../../istio/protocol';
import type { Gateway, Server } from './gateways';

/** Servers of all Gateways of a pod that share a port, a protocol and an address to bind to. */
export interface ServerGroup {
  readonly port: number;
  readonly protocol: Protocol;
  readonly bind: string;
  readonly servers: readonly Server[];
  /** Name of the route table of a plain HTTP group. */
  readonly table: string;
}

/** A server that istiod leaves out, and why. */
export interface DroppedServer {
  readonly server: Server;
  readonly reason: string;
}

/** What becomes of the Gateways of one pod. */
export interface MergedServers {
  readonly groups: readonly ServerGroup[];
  /** Servers by the route table they feed, in order. */
  readonly tables: ReadonlyMap<string, readonly Server[]>;
  readonly dropped: readonly DroppedServer[];
}

/** Merges Gateways into the listeners of one pod. @param portsOf the pod ports of a server. Source: Istio `mergeGateways`. */
export function mergeServers(gateways: readonly Gateway[], portsOf: (server: Server) => readonly number[]): MergedServers {
  const merger = new Merger();
  for (const server of gateways.flatMap(({ servers }) => servers)) merger.addAll(server, portsOf(server));
  return merger;
}

interface MutableGroup extends ServerGroup {
  readonly servers: Server[];
}

class Merger implements MergedServers {
  readonly groups: MutableGroup[] = [];
  readonly tables = new Map<string, Server[]>();
  readonly dropped: DroppedServer[] = [];
  /** The first plain text group of each port. */
  private readonly plain = new Map<number, MutableGroup>();
  private readonly usedPorts = new Set<number>();
  /** Hosts of servers with a `tls` block by port, with the address they are bound to. */
  private readonly tlsHosts = new Map<number, Map<string, string>>();

  addAll(server: Server, ports: readonly number[]): void {
    if (ports.length === 0) this.dropped.push({ server, reason: `no Service of the gateway has port ${server.port.number}` });
    for (const port of ports) this.add(server, port);
  }

  private add(server: Server, port: number): void {
    const reason = this.duplicateHosts(server, port) ?? this.place(server, port);
    if (reason) this.dropped.push({ server, reason });
  }

  private place(server: Server, port: number): string | undefined {
    if (!this.usedPorts.has(port)) {
      this.usedPorts.add(port);
      return this.open(server, port);
    }
    const plain = this.plain.get(port);
    if (plain) return this.joinPlain(server, port, plain);
    return isTlsServer(server) ? this.joinTls(server, port) : this.open(server, port);
  }

  private open(server: Server, port: number): undefined {
    const group = this.group(server, port);
    if (!isTlsServer(server)) this.plain.set(port, group);
    if (server.routesHttp) this.tables.set(group.table, [server]);
  }

  /** Only HTTP joins HTTP; on another address it stands for itself. */
  private joinPlain(server: Server, port: number, plain: MutableGroup): string | undefined {
    const sameBind = plain.bind === server.bind;
    const mergeable = isHttp(server.port.protocol) && isHttp(plain.protocol);
    if (sameBind && !mergeable) return `port ${port} already serves ${plain.protocol}, which does not mix with ${server.port.protocol}`;
    if (!sameBind && !this.existing(server, port)) return this.open(server, port);
    const group = sameBind ? plain : this.group(server, port);
    group.servers.push(server);
    this.feed(tableName(server, port), server);
    return undefined;
  }

  private joinTls(server: Server, port: number): string | undefined {
    if (server.routesHttp) {
      const table = tableName(server, port);
      if (this.tables.has(table)) return `another HTTPS server of the Gateway on this port is called \`${server.port.name}\` too`;
      this.tables.set(table, [server]);
    }
    const group = this.existing(server, port);
    if (group) group.servers.push(server);
    else this.group(server, port);
    return undefined;
  }

  private existing(server: Server, port: number): MutableGroup | undefined {
    return this.groups.find((group) => group.port === port && group.protocol === server.port.protocol && group.bind === server.bind);
  }

  private group(server: Server, port: number): MutableGroup {
    const known = this.existing(server, port);
    if (known) return known;
    const group = { port, protocol: server.port.protocol, bind: server.bind, servers: [server], table: tableName(server, port) };
    this.groups.push(group);
    return group;
  }

  private feed(table: string, server: Server): void {
    const servers = this.tables.get(table);
    if (servers) servers.push(server);
    else this.tables.set(table, [server]);
  }

  private duplicateHosts(server: Server, port: number): string | undefined {
    if (!server.tls) return undefined;
    const known = this.tlsHosts.get(port) ?? new Map<string, string>();
    this.tlsHosts.set(port, known);
    const duplicates = server.hosts.filter((host) => known.get(host) === server.bind);
    if (duplicates.length > 0) return `an earlier server with \`tls\` on port ${port} has host \`${duplicates[0]}\` too`;
    for (const host of server.hosts) known.set(host, server.bind);
    return undefined;
  }
}

/** A server with TLS that is not plain HTTP with a redirect. */
function isTlsServer(server: Server): boolean {
  return server.tls !== undefined && !isHttp(server.port.protocol);
}

/** Source: Istio `gatewayRDSRouteName`. */
export function tableName({ port, bind, gateway, routesHttp }: Server, podPort: number): string {
  const suffix = bind ? `.${bind}` : '';
  if (isHttp(port.protocol)) return `http.${podPort}${suffix}`;
  const [namespace, name] = gateway.name.split('/');
  return routesHttp ? `https.${port.number}.${port.name}.${name}.${namespace}${suffix}` : '';
}
