import { type GatewayPod, GatewayPorts } from '../../mesh/gateways/gateway-ports';
import { type MergedServers, mergeServers } from '../../mesh/gateways/merged-servers';
import type { Mesh } from '../../mesh/mesh';
import { answer } from '../answer/answer';
import { answered, type Decision } from '../answer/decision';
import { gatewayRefusals } from '../refusals/gateway-refusals';
import type { Refusal } from '../refusals/refusal';
import { EnvoyProxy } from '../request/envoy-proxy';
import { type Incoming, receive } from '../request/incoming';
import { type Request, serverName } from '../request/request';
import type { RouteTable } from '../rule/route-table';
import { forwardConnection } from './forward-connection';
import { anyAddress, type Chain, chainFor, type Listener, listenersOf } from './listener';

/** A request that came as far as a route table. */
export interface Admitted {
  readonly chain: Chain;
  readonly table: RouteTable;
  readonly incoming: Incoming;
}

const speaksTls = 'connection closed: the port speaks TLS only';

/** Answers requests that arrive at one gateway pod. Listeners and route tables are made once, when first asked for. */
export class GatewayRouter {
  readonly proxy: EnvoyProxy;
  readonly servers: MergedServers;
  readonly ports: GatewayPorts;
  private readonly all: readonly Listener[];
  private refused: readonly Refusal[] | undefined;
  private readonly listeners: ReadonlyMap<number, Listener>;

  constructor(
    readonly mesh: Mesh,
    readonly pod: GatewayPod,
  ) {
    this.proxy = new EnvoyProxy(mesh, pod);
    this.ports = new GatewayPorts(mesh.services, mesh.workloads, pod);
    this.servers = mergeServers(mesh.gateways.selecting(pod.labels), (number) => this.ports.listening(number));
    this.all = listenersOf(this.proxy, this.servers);
    const open = this.all.filter(({ bind }) => bind === anyAddress);
    this.listeners = new Map(open.map((listener) => [listener.port, listener]));
  }

  /** What Envoy refuses of this gateway's configuration. If anything, nothing of it is ever in force. */
  get refusals(): readonly Refusal[] {
    this.refused ??= gatewayRefusals(this.proxy, this.all);
    return this.refused;
  }

  /** The open port a client reaches by calling a port of the gateway. */
  listener(calledPort: number): Listener | undefined {
    return this.listeners.get(this.ports.called(calledPort));
  }

  /** Every open port. */
  get openPorts(): readonly Listener[] {
    return [...this.listeners.values()];
  }

  /** What the gateway does with a request. */
  route(request: Request): Decision {
    const admitted = this.admit(request);
    return 'table' in admitted ? answer(admitted.table, admitted.incoming) : admitted;
  }

  /** The route table a request is looked up in, or what becomes of it before. */
  admit(request: Request): Admitted | Decision {
    const [refused] = this.refusals;
    if (refused) return answered('error', `Envoy refuses the configuration: ${refused.reason}`);
    const listener = this.listener(request.port);
    if (!listener) return answered('error', `connection refused: no server of a Gateway opens port ${request.port}`);
    const missing = this.missingSecret(listener);
    if (missing) return answered('error', `connection refused: port ${request.port} waits for Secret \`${this.pod.namespace}/${missing}\``);
    const https = request.scheme === 'https';
    const name = https ? serverName(request) : '';
    const chain = chainFor(listener, name);
    if (!chain) return answered('error', https ? `connection closed: no server takes the server name \`${name}\`` : speaksTls);
    if (chain.l4) return forwardConnection(chain.l4, request, chain.terminatesTls);
    if (https !== chain.terminatesTls) return answered('error', https ? 'TLS handshake failed: the port speaks plain HTTP' : speaksTls);
    const incoming = receive(request);
    if ('malformed' in incoming) return answered(400, incoming.malformed);
    return chain.table ? { chain, table: chain.table, incoming } : answered('error', 'connection closed');
  }

  /** A listener opens when all its certificates are there; they are read from the pod's namespace alone. */
  private missingSecret(listener: Listener): string | undefined {
    const names = listener.chains
      .filter((chain) => chain.terminatesTls)
      .flatMap((chain) => chain.servers.flatMap(({ tls }) => [tls?.credentialName ?? '', ...(tls?.credentialNames ?? [])]));
    return names.find((name) => name !== '' && !this.mesh.holdsSecret(this.pod.namespace, name));
  }
}
