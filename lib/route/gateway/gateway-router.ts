import { type GatewayPod, GatewayPorts } from '../../mesh/gateways/gateway-ports';
import { type MergedServers, mergeServers } from '../../mesh/gateways/merged-servers';
import type { Mesh } from '../../mesh/mesh';
import { formatSelector } from '../../mesh/workloads/pods';
import { answer } from '../answer/answer';
import { answered, type Decision } from '../answer/decision';
import { withCalledPolicies } from '../policy/called-destinations';
import { CalledPolicies } from '../policy/called-policies';
import { type Arrival, GatewayPolicies } from '../policy/gateway-policies';
import { passedRequest } from '../policy/passed-request';
import { allowed, type FilterOptions, type Verdict } from '../policy/policy-filters';
import type { PolicyStage } from '../policy/policy-stage';
import { gatewayRefusals } from '../refusals/gateway-refusals';
import type { Refusal } from '../refusals/refusal';
import { EnvoyProxy } from '../request/envoy-proxy';
import { type Incoming, receive } from '../request/incoming';
import { type Request, serverName } from '../request/request';
import type { RouteTable } from '../rule/route-table';
import { forwardConnection } from './forward-connection';
import type { L4Route } from './l4';
import { anyAddress, type Chain, chainFor, type Listener, listenersOf } from './listener';

/** A request that came as far as a route table. */
export interface Admitted {
  readonly chain: Chain;
  readonly table: RouteTable;
  /** As it goes on behind the gateway's own policies. */
  readonly incoming: Incoming;
  /** What these did; absent without any. */
  readonly stage?: PolicyStage;
}

const speaksTls = 'connection closed: the port speaks TLS only';

/** Answers requests that arrive at one gateway pod. Listeners and route tables are made once, when first asked for. */
export class GatewayRouter {
  readonly proxy: EnvoyProxy;
  readonly servers: MergedServers;
  readonly ports: GatewayPorts;
  private readonly policies: GatewayPolicies;
  private readonly passing: PolicyStage;
  private readonly calledPolicies: CalledPolicies;
  private readonly all: readonly Listener[];
  private refused: readonly Refusal[] | undefined;
  private readonly listeners: ReadonlyMap<number, Listener>;

  constructor(
    readonly mesh: Mesh,
    readonly pod: GatewayPod,
    options: Pick<FilterOptions, 'custom'> = {},
  ) {
    this.passing = { proxy: `gateway ${pod.namespace} ${formatSelector(pod.labels)}`, verdict: allowed, share: 1 };
    this.policies = new GatewayPolicies(mesh, pod, options);
    this.calledPolicies = new CalledPolicies(mesh, pod, options);
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
    if (!('table' in admitted)) return admitted;
    const { table, incoming, stage } = admitted;
    return withCalledPolicies(answer(table, incoming), this.calledPolicies, { request: incoming, stage });
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
    const arrival = { port: listener.port, serverName: name, terminatesTls: chain.terminatesTls };
    if (chain.l4) return this.connect(chain.l4, request, arrival);
    if (https !== chain.terminatesTls) return answered('error', https ? 'TLS handshake failed: the port speaks plain HTTP' : speaksTls);
    const incoming = receive(request);
    if ('malformed' in incoming) return answered(400, incoming.malformed);
    if (!chain.table) return answered('error', 'connection closed');
    const verdict = this.policies.ofRequest(request, incoming, arrival);
    if (!verdict) return { chain, table: chain.table, incoming };
    const stage = this.stageOf(verdict);
    const { outcome, status = 403, reason = '', body } = verdict;
    if (outcome === 'denied') return answered(status, reason, { policies: [stage], body });
    return { chain, table: chain.table, incoming: passedRequest(incoming, verdict), stage };
  }

  private connect(route: L4Route, request: Request, arrival: Arrival): Decision {
    const verdict = this.policies.ofConnection(request, arrival);
    const stage = verdict && this.stageOf(verdict);
    if (verdict?.outcome === 'denied')
      return answered('error', `connection closed: ${verdict.reason}`, { policies: stage && [stage], connection: route });
    const decision = forwardConnection(route, request, arrival.terminatesTls);
    const plain = request.scheme === 'http' || arrival.terminatesTls ? receive(request) : undefined;
    const incoming = plain && !('malformed' in plain) ? plain : undefined;
    return withCalledPolicies(decision, this.calledPolicies, { request: incoming, stage });
  }

  private stageOf(verdict: Verdict): PolicyStage {
    return verdict === allowed ? this.passing : { ...this.passing, verdict };
  }

  /** A listener opens when all its certificates are there; they are read from the pod's namespace alone. */
  private missingSecret(listener: Listener): string | undefined {
    const names = listener.chains
      .filter((chain) => chain.terminatesTls)
      .flatMap((chain) => chain.servers.flatMap(({ tls }) => [tls?.credentialName ?? '', ...(tls?.credentialNames ?? [])]));
    return names.find((name) => name !== '' && !this.mesh.holdsSecret(this.pod.namespace, name));
  }
}
