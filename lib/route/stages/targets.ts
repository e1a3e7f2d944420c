import { isHttp } from '../../istio/protocol';
import type { Mesh } from '../../mesh/mesh';
import type { Workload } from '../../mesh/workloads/workloads';
import type { Cluster } from '../cluster';
import type { ConnectionAttributes } from '../policy/attributes';
import type { Router } from '../router';
import type { Caller, RouterOptions } from './caller';
import type { NextProxies } from './next-gateway';
import { Server, type Transport } from './server';
import { transportTo } from './transport';

/** The pods of one workload behind a cluster. */
export interface Backend {
  readonly server: Server;
  readonly port: number;
  /** Of the cluster's pods, 0 to 1. */
  readonly share: number;
  readonly transport: Transport;
  /** Why no connection comes about. */
  readonly refusal: string | undefined;
  /** Does the server's proxy read requests on the port? */
  readonly isHttp: boolean;
  /** What its policies read of every connection of this caller. */
  readonly connection: ConnectionAttributes;
  /** What its pods make of requests, where they are gateways. */
  readonly gateway?: Router;
}

/** A cluster as the caller's requests meet it. */
export interface Target {
  readonly backends: readonly Backend[];
  /** Can nothing between the proxies and at the servers' proxies end a request? */
  readonly passesAll: boolean;
  /** Does a proxy of a server read paths, and normalize them once more? */
  readonly readsPaths: boolean;
  readonly undecided: readonly string[];
  /** What is undecided of requests that come in plain text, and not of TLS that the program starts. */
  readonly ofPlainText: readonly string[];
  readonly assumed: readonly string[];
}

/** What lies behind each cluster for one caller: made when a request first goes there. */
export class Targets {
  private readonly targets = new Map<Cluster, Target>();
  private readonly servers = new Map<Workload, Server>();

  constructor(
    private readonly mesh: Mesh,
    private readonly caller: Caller,
    private readonly options: RouterOptions & { readonly next?: NextProxies },
  ) {}

  of(cluster: Cluster): Target {
    let target = this.targets.get(cluster);
    if (!target) {
      target = this.makeTarget(cluster);
      this.targets.set(cluster, target);
    }
    return target;
  }

  private makeTarget(cluster: Cluster): Target {
    const backends = this.makeBackends(cluster);
    const undecided = each([
      ...(cluster.undecided ? [cluster.undecided] : []),
      ...(cluster.service ? this.mesh.waypoints.undecidedBefore(this.caller.proxy, cluster.service, cluster.endpoints) : []),
      ...backends.flatMap(({ server }) => this.extensionsAt(server)),
    ]);
    const isGateway = backends.length > 0 && backends.every(({ gateway }) => gateway);
    const ofPlainText = isGateway ? [] : plainToTls(cluster);
    const matters = backends.filter(
      ({ server, isHttp: reads, port }) =>
        server.proxy.assumed && (!server.filters(reads).isEmpty || server.modeOf(port).mode === 'STRICT'),
    );
    const assumed = each([
      ...(cluster.assumed ? [cluster.assumed] : []),
      ...matters.map(({ server }) => `${server.name} has a sidecar: ${server.proxy.why}`),
    ]);
    const passesAll = backends.every(
      ({ server, refusal, gateway, isHttp: reads }) => refusal === undefined && !gateway && server.filters(reads).isEmpty,
    );
    return { backends, undecided, ofPlainText, assumed, passesAll, readsPaths: backends.some(readsPath) };
  }

  private extensionsAt({ proxy, workload }: Server): string[] {
    if (proxy.kind !== 'sidecar' || this.mesh.extensions.isEmpty) return [];
    return this.mesh.extensions.of(workload, 'SIDECAR_INBOUND').map(({ text }) => text);
  }

  private makeBackends(cluster: Cluster): readonly Backend[] {
    const pods = cluster.endpoints.flatMap(({ workload, port }) => (workload ? [{ workload, port }] : []));
    const total = pods.reduce((sum, { workload }) => sum + workload.replicas, 0);
    const protocol = cluster.service?.ports.find(({ number }) => number === cluster.port)?.protocol ?? 'unsupported';
    return pods.map(({ workload, port }) => {
      const server = this.serverOf(workload);
      const transport = transportTo(this.mesh, this.caller, { cluster, server, port });
      return {
        server,
        port,
        share: workload.replicas / total,
        transport,
        refusal: server.refusal(transport, port),
        isHttp: isHttp(protocol) || protocol === 'unsupported',
        connection: this.connectionTo(cluster, { transport, port }),
        gateway: server.isGateway && this.mesh.gateways.selecting(workload).length > 0 ? this.options.next?.gateway(workload) : undefined,
      };
    });
  }

  private serverOf(workload: Workload): Server {
    let server = this.servers.get(workload);
    if (!server) {
      server = new Server(this.mesh, workload, this.options);
      this.servers.set(workload, server);
    }
    return server;
  }

  private connectionTo(cluster: Cluster, { transport, port }: Pick<Backend, 'transport' | 'port'>): ConnectionAttributes {
    const isMutual = transport === 'mutual';
    const identity = this.caller.identity === undefined ? undefined : { uris: [this.caller.identity] };
    return {
      peer: isMutual ? identity : null,
      sourceIp: undefined,
      remoteIp: undefined,
      destinationIp: undefined,
      destinationPort: port,
      serverName: isMutual ? sniOf(cluster) : '',
    };
  }
}

function each(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** Does the proxy in front of a backend's program read the path of a request? */
export function readsPath({ isHttp: reads, server }: Backend): boolean {
  return reads && server.proxy.kind === 'sidecar';
}

/** The server name of mutual TLS between proxies. Source: Istio `BuildDNSSrvSubsetKey`. */
export function sniOf({ host, port, subset }: Cluster): string {
  return `outbound_.${port}_.${subset ?? ''}_.${host}`;
}

/** HTTP in plain text to a port that is declared to speak TLS: what the program there makes of it is its own. */
function plainToTls({ service, host, port, originator }: Cluster): string[] {
  const protocol = service?.ports.find(({ number }) => number === port)?.protocol;
  if (originator !== undefined || (protocol !== 'https' && protocol !== 'tls')) return [];
  return [
    `whether the program on port ${port} of \`${host}\`, declared as ${protocol}, accepts what the proxy sends without TLS of its own`,
  ];
}
