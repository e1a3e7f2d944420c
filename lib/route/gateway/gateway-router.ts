import { lazy } from '../../lazy';
import { secretScheme } from '../../mesh/gateway-api/server-tls';
import { type GatewayPod, GatewayPorts } from '../../mesh/gateways/gateway-ports';
import { type MergedServers, mergeServers } from '../../mesh/gateways/merged-servers';
import type { PathNormalization } from '../../mesh/installation/mesh-config';
import type { Mesh } from '../../mesh/mesh';
import { formatSelector } from '../../mesh/workloads/pods';
import { answerAt } from '../answer/answer';
import { answered, type Decision } from '../answer/decision';
import { passedOverSteps } from '../answer/passed-over';
import { policyStep } from '../answer/policy-steps';
import { destinationSteps, hostStep, ruleSteps } from '../answer/steps';
import type { TraceStep } from '../answer/trace';
import { type Arrival, GatewayPolicies } from '../policy/gateway-policies';
import { passedRequest } from '../policy/passed-request';
import { allowed, type Verdict } from '../policy/policy-filters';
import type { PolicyStage } from '../policy/policy-stage';
import { gatewayRefusals } from '../refusals/gateway-refusals';
import type { Refusal } from '../refusals/refusal';
import { EnvoyProxy } from '../request/envoy-proxy';
import { type Incoming, receive } from '../request/incoming';
import { type Request, serverName, withoutPort } from '../request/request';
import type { Router } from '../router';
import type { RouteTable } from '../rule/route-table';
import type { RouterOptions } from '../stages/caller';
import { Delivery, type Passage } from '../stages/delivery';
import type { NextGateway } from '../stages/next-gateway';
import { forwardConnection } from './forward-connection';
import { gatewaySteps, passedOverAt } from './gateway-steps';
import type { L4Route } from './l4';
import { anyAddress, type Chain, chainFor, type Listener, listenersOf } from './listener';

/** A connection that a filter chain took. */
interface Accepted {
  readonly listener: Listener;
  readonly chain: Chain;
}

const speaksTls = 'connection closed: the port speaks TLS only';

/** Answers requests that arrive at one gateway pod. Listeners and route tables are made once, when first asked for. */
export class GatewayRouter implements Router {
  /** Settings of the proxy that change how it reads requests. */
  readonly proxy: EnvoyProxy;
  /** The servers of all Gateways that select the pod, merged as istiod merges them. */
  readonly servers: MergedServers;
  /** Service port to container port. */
  readonly ports: GatewayPorts;
  private readonly all: readonly Listener[];
  private refused: readonly Refusal[] | undefined;
  private readonly listeners: ReadonlyMap<number, Listener>;
  private readonly passing: PolicyStage;
  private readonly policies = lazy(() => new GatewayPolicies(this.mesh, this.pod, this.options));
  private readonly delivery = lazy(
    () =>
      new Delivery(
        this.mesh,
        { client: this.pod, proxy: 'gateway', identity: this.mesh.identities.of(this.pod) },
        this.options,
        GatewayRouter.next(this.mesh, this.options),
      ),
  );
  private readonly normalization: PathNormalization;
  private readonly unevaluated = lazy(() => [
    ...this.mesh.config.notEvaluated,
    ...this.mesh.extensions.of(this.pod, 'GATEWAY').map(({ text }) => text),
  ]);

  constructor(
    /** The mesh it is made from. */
    readonly mesh: Mesh,
    /** The gateway's pod. */
    readonly pod: GatewayPod,
    private readonly options: RouterOptions = {},
  ) {
    this.passing = { proxy: `gateway ${pod.namespace} ${formatSelector(pod.labels)}`, verdict: allowed, share: 1 };
    this.normalization = mesh.config.pathNormalization;
    this.proxy = new EnvoyProxy(mesh, pod);
    this.ports = new GatewayPorts(mesh.services, mesh.workloads, pod);
    this.servers = mergeServers(mesh.gateways.selecting(pod), (number) => this.ports.listening(number));
    this.all = listenersOf(this.proxy, this.servers);
    const open = this.all.filter(({ bind }) => bind === anyAddress);
    this.listeners = new Map(open.map((listener) => [listener.port, listener]));
  }

  /** Makes the routers of gateways that are called on the way. */
  static next(mesh: Mesh, options: RouterOptions): NextGateway {
    return (pod) => new GatewayRouter(mesh, pod, { ...options, passedGateways: (options.passedGateways ?? 0) + 1 });
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

  /** What the gateway, and then the proxies of the servers, do with a request. */
  route(request: Request, trace?: TraceStep[]): Decision {
    const accepted = this.accept(request);
    trace?.push(...gatewaySteps(this, request, 'chain' in accepted ? accepted.chain : undefined));
    const decision = 'chain' in accepted ? this.take(accepted, request, trace) : accepted;
    const unevaluated = this.mesh.unevaluatedRoutes.isEmpty
      ? this.unevaluated()
      : [...this.unevaluated(), ...this.routesOfOtherApis(request)];
    return unevaluated.length === 0 ? decision : { ...decision, undecided: [...new Set([...unevaluated, ...decision.undecided])] };
  }

  private routesOfOtherApis({ host }: Request): readonly string[] {
    return this.mesh.unevaluatedRoutes.forHost(withoutPort(host ?? '').toLowerCase());
  }

  private take(accepted: Accepted, request: Request, trace?: TraceStep[]): Decision {
    const { l4 } = accepted.chain;
    return l4 ? this.handOn(accepted, l4, request, trace) : this.answer(accepted, request, trace);
  }

  /** The filter chain that takes the connection, or why none does. */
  private accept(request: Request): Accepted | Decision {
    const [refused] = this.refusals;
    if (refused) return answered('error', `Envoy rejects the configuration: ${refused.reason}`);
    const listener = this.listener(request.port);
    if (!listener) return answered('error', `connection refused: no server of a Gateway opens port ${request.port}`);
    const missing = this.missingSecret(listener);
    if (missing) return answered('error', `connection refused: port ${request.port} waits for Secret \`${this.pod.namespace}/${missing}\``);
    const https = request.scheme === 'https';
    const name = https ? serverName(request) : '';
    const chain = chainFor(listener, name);
    if (!chain) return answered('error', https ? `connection closed: no server accepts the server name \`${name}\`` : speaksTls);
    if (!chain.l4 && https !== chain.terminatesTls)
      return answered('error', https ? 'TLS handshake failed: the port speaks plain HTTP' : speaksTls);
    if (chain.terminatesTls && https && !request.clientCertificate && wantsCertificate(chain))
      return answered('error', 'TLS handshake failed: the server asks for a client certificate, and the request has none');
    return { listener, chain };
  }

  private answer({ listener, chain }: Accepted, request: Request, trace?: TraceStep[]): Decision {
    const incoming = receive(request, this.normalization);
    if ('malformed' in incoming) return answered(incoming.status ?? 400, incoming.malformed);
    const { table } = chain;
    if (!table) return answered('error', 'connection closed');
    const verdict = this.policies().ofRequest(request, incoming, arrivalAt(listener, chain, request));
    if (!verdict) return this.deliver(this.answerFrom(table, incoming, trace), { incoming, trace });
    const stage = this.stageOf(verdict, trace);
    if (verdict.outcome === 'denied')
      return answered(verdict.status ?? 403, verdict.reason ?? '', { policies: [stage], body: verdict.body });
    const passed = passedRequest(incoming, verdict);
    return this.deliver(this.answerFrom(table, passed, trace), { incoming: passed, stage, trace });
  }

  private answerFrom(table: RouteTable, incoming: Incoming, trace: TraceStep[] | undefined): Decision {
    const host = table.find(incoming.domain);
    trace?.push(
      hostStep(host, incoming, table.virtualHosts),
      ...ruleSteps(host, incoming),
      ...passedOverSteps(passedOverAt(this, incoming, host)),
    );
    return host ? answerAt(host, incoming) : answered(404, `no virtual host takes \`${incoming.domain}\``);
  }

  /** A connection whose requests are not read: policies see no HTTP. */
  private handOn(accepted: Accepted, route: L4Route, request: Request, trace?: TraceStep[]): Decision {
    const { listener, chain } = accepted;
    const verdict = this.policies().ofConnection(request, arrivalAt(listener, chain, request));
    const stage = verdict && this.stageOf(verdict, trace);
    if (verdict?.outcome === 'denied')
      return answered('error', `connection closed: ${verdict.reason}`, { policies: stage && [stage], connection: route });
    const decision = forwardConnection(route, request, chain.terminatesTls);
    const plain = request.scheme === 'http' || chain.terminatesTls ? receive(request) : undefined;
    const incoming = plain && !('malformed' in plain) ? plain : undefined;
    return this.deliver(decision, { incoming, stage, trace });
  }

  private deliver(decision: Decision, passage: Passage): Decision {
    passage.trace?.push(...destinationSteps(decision));
    return this.delivery().deliver(decision, passage);
  }

  private stageOf(verdict: Verdict, trace: TraceStep[] | undefined): PolicyStage {
    const stage = verdict === allowed ? this.passing : { ...this.passing, verdict };
    trace?.push(policyStep(stage));
    return stage;
  }

  /** A listener opens when all its certificates are there; they are read from the pod's namespace alone. */
  private missingSecret(listener: Listener): string | undefined {
    const names = listener.chains
      .filter((chain) => chain.terminatesTls)
      .flatMap((chain) => chain.servers.flatMap(({ tls }) => [tls?.credentialName ?? '', ...(tls?.credentialNames ?? [])]));
    return names.find((name) => name !== '' && !name.startsWith(secretScheme) && !this.mesh.holdsSecret(this.pod.namespace, name));
  }
}

/** Does the server end the handshake of a client without a certificate? */
function wantsCertificate({ servers }: Chain): boolean {
  return servers.some(({ tls }) => tls?.mode === 'MUTUAL' || tls?.mode === 'ISTIO_MUTUAL');
}

function arrivalAt(listener: Listener, chain: Chain, request: Request): Arrival {
  return { port: listener.port, serverName: request.scheme === 'https' ? serverName(request) : '', terminatesTls: chain.terminatesTls };
}
