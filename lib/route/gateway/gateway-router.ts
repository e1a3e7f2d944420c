import { lazy } from '../../lazy';
import { type GatewayPod, GatewayPorts } from '../../mesh/gateways/gateway-ports';
import { type MergedServers, mergeServers } from '../../mesh/gateways/merged-servers';
import type { Mesh } from '../../mesh/mesh';
import { passedOverAtGateway } from '../../mesh/passed-over/virtual-services';
import { formatSelector } from '../../mesh/workloads/pods';
import { answerAt } from '../answer/answer';
import { answered, type Decision } from '../answer/decision';
import { misread, passedOverSteps, passedOverTo } from '../answer/passed-over';
import { policyStep } from '../answer/policy-steps';
import { withLoop } from '../answer/redirect-loop';
import { destinationSteps, hostStep, ruleSteps } from '../answer/steps';
import type { TraceStep } from '../answer/trace';
import { type Arrival, GatewayPolicies } from '../policy/gateway-policies';
import { passedRequest } from '../policy/passed-request';
import type { Verdict } from '../policy/policy-filters';
import type { PolicyStage } from '../policy/policy-stage';
import { gatewayRefusals } from '../refusals/gateway-refusals';
import type { Refusal } from '../refusals/refusal';
import { EnvoyProxy } from '../request/envoy-proxy';
import { type Incoming, type Reading, receive } from '../request/incoming';
import { calledHost, type Request, serverName } from '../request/request';
import type { Router } from '../router';
import type { RouteTable, VirtualHost } from '../rule/route-table';
import type { RouterOptions } from '../stages/caller';
import { Delivery } from '../stages/delivery';
import type { NextProxies } from '../stages/next-gateway';
import type { Passage } from '../stages/passage';
import { WaypointRouter } from '../waypoint/waypoint-router';
import { ConnectionAcceptance } from './connection-acceptance';
import { ConnectionReuse } from './connection-reuse';
import { forwardConnection } from './forward-connection';
import { gatewaySteps } from './gateway-steps';
import type { L4Route } from './l4';
import { type Accepted, anyAddress, type Chain, type Listener, listenersOf } from './listener';

/** A gateway reads every DestinationRule that is for it. */
const ownProxy = { kind: 'sidecar', why: 'it is a gateway' } as const;

/** A request that came as far as a route table; no host there takes it if `host` is undefined. */
export interface AdmittedRequest {
  readonly host: VirtualHost | undefined;
  readonly incoming: Incoming;
}

/** A filter chain that reads requests. */
type HttpChain = Chain & { readonly table: RouteTable };

function readsHttp(chain: Chain): chain is HttpChain {
  return chain.table !== undefined;
}

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
  /** As policies' stages name it. */
  private readonly proxyName: string;
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
  private readonly acceptance = new ConnectionAcceptance(this);
  private readonly reading: Reading;
  /** Does the gateway read the header of the PROXY protocol first, and close connections without it? */
  private readonly proxyProtocol: boolean;
  private readonly reuse = lazy(() => new ConnectionReuse());
  private readonly unevaluated = lazy(() => [
    ...this.mesh.notEvaluated,
    ...this.mesh.extensions.of(this.pod, 'GATEWAY').map(({ text }) => text),
  ]);

  constructor(
    /** The mesh it is made from. */
    readonly mesh: Mesh,
    /** The gateway's pod. */
    readonly pod: GatewayPod,
    private readonly options: RouterOptions = {},
  ) {
    this.proxyName = `gateway ${pod.namespace} ${formatSelector(pod.labels)}`;
    const { trustedProxies, proxyProtocol } = mesh.topologyOf(pod);
    this.proxyProtocol = proxyProtocol;
    this.reading = { normalization: mesh.config.pathNormalization, trustsForwardedProto: trustedProxies > 0 };
    this.proxy = new EnvoyProxy(mesh, pod, { waypointOf: (service) => mesh.waypoints.usedBy('gateway', service) });
    this.ports = new GatewayPorts(mesh.services, mesh.workloads, pod, (manifest) => mesh.manifests.includes(manifest));
    this.servers = mergeServers(mesh.gateways.selecting(pod), (server) => this.ports.ofServer(server));
    this.all = listenersOf(this.proxy, this.servers);
    const open = this.all.filter(({ bind }) => bind === anyAddress);
    this.listeners = new Map(open.map((listener) => [listener.port, listener]));
  }

  /** Makes the routers of gateways and waypoints that are called on the way. */
  static next(mesh: Mesh, options: RouterOptions): NextProxies {
    const next: NextProxies = {
      gateway: (pod) => new GatewayRouter(mesh, pod, { ...options, passedGateways: (options.passedGateways ?? 0) + 1 }),
      waypoint: (waypoint) => new WaypointRouter(mesh, waypoint, { options, next }),
    };
    return next;
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
    const accepted = this.acceptance.of(request);
    trace?.push(...gatewaySteps(this, request, 'chain' in accepted ? accepted.chain : undefined));
    const taken = 'chain' in accepted ? this.take(accepted, request, trace) : accepted;
    const once = taken.location === null ? taken : withLoop(taken, request);
    const arrived = this.options.passedGateways || this.ports.isOnService(request.port) ? once : atPodPort(once, request.port);
    const decision = this.proxyProtocol ? this.behindProxyProtocol(arrived) : arrived;
    const unevaluated = this.mesh.ingresses.isDecided ? this.unevaluated() : [...this.unevaluated(), ...this.unsureIngresses(request)];
    return unevaluated.length === 0 ? decision : { ...decision, undecided: [...new Set([...unevaluated, ...decision.undecided])] };
  }

  /** Whether what calls the gateway writes that header, manifests say of no load balancer. */
  private behindProxyProtocol(decision: Decision): Decision {
    if (this.options.passedGateways)
      return {
        ...decision,
        undecided: [...decision.undecided, 'whether the proxy before this gateway speaks the PROXY protocol, which it reads'],
      };
    const assumed = 'what calls the gateway speaks the PROXY protocol; any other connection is closed (`gatewayTopology.proxyProtocol`)';
    return { ...decision, assumed: [...decision.assumed, assumed] };
  }

  /** The virtual host in which a request is looked up, once its policies let it pass; or what becomes of it before. */
  admit(request: Request): AdmittedRequest | Decision {
    const accepted = this.acceptance.of(request);
    if (!('chain' in accepted)) return accepted;
    const incoming = receive(request, this.reading);
    if ('malformed' in incoming) return answered(incoming.status ?? 400, incoming.malformed);
    return { host: accepted.chain.table?.find(incoming.domain), incoming };
  }

  private unsureIngresses(request: Request): readonly string[] {
    return this.mesh.ingresses.undecidedFor(calledHost(request).toLowerCase());
  }

  private take(accepted: Accepted, request: Request, trace?: TraceStep[]): Decision {
    const { l4 } = accepted.chain;
    return l4 ? this.handOn(accepted, l4, request, trace) : this.answer(accepted, request, trace);
  }

  private answer(accepted: Accepted, request: Request, trace?: TraceStep[]): Decision {
    const { listener, chain } = accepted;
    const incoming = receive(request, this.reading);
    if ('malformed' in incoming) return answered(incoming.status ?? 400, incoming.malformed);
    if (!readsHttp(chain)) return answered('error', 'connection closed');
    trace?.push(...this.policiesPassedOver());
    const policies = this.policies();
    if (policies.isEmpty)
      return this.reused(accepted, this.deliver(this.answerFrom(chain, incoming, trace), { incoming, trace }), incoming);
    const verdict = policies.ofRequest(request, incoming, arrivalAt(listener, chain, request));
    const stage = this.stageOf(verdict, trace);
    if (verdict.outcome === 'denied')
      return answered(verdict.status ?? 403, verdict.reason ?? '', { policies: [stage], body: verdict.body });
    const passed = passedRequest(incoming, verdict);
    return this.reused(accepted, this.deliver(this.answerFrom(chain, passed, trace), { incoming: passed, stage, trace }), passed);
  }

  /** Beside the answer, what a browser gets that reuses a connection to a server with the same certificate. */
  private reused({ listener, chain }: Accepted, decision: Decision, incoming: Incoming): Decision {
    if (!chain.terminatesTls) return decision;
    const reused = this.reuse().answers({ listener, chain }, decision, incoming);
    return reused.length === 0 ? decision : { ...decision, reused };
  }

  private answerFrom({ table, servers }: HttpChain, incoming: Incoming, trace: TraceStep[] | undefined): Decision {
    const host = table.find(incoming.domain);
    trace?.push(hostStep(host, incoming, table), ...ruleSteps(host, incoming), ...this.passedOver(incoming, host, servers));
    return host ? answerAt(host, incoming) : answered(404, `no virtual host takes \`${incoming.domain}\``);
  }

  /** VirtualServices that name the host and have no route in its table. */
  private passedOver(incoming: Incoming, host: VirtualHost | undefined, servers: Chain['servers']): TraceStep[] {
    const { virtualServices, gateways } = this.mesh;
    const { domain } = incoming;
    const used = new Set(host?.routes.map(({ virtualService }) => virtualService));
    const asked = new Set(servers.map(({ gateway }) => gateway));
    const ofHosts = passedOverAtGateway({ virtualServices, gateways, pod: this.pod, asked, domain, host, used });
    return passedOverSteps([...ofHosts, ...misread(this.mesh, incoming, host?.routes)]);
  }

  /** Policies written for the gateway's own pod that it does not enforce. */
  private policiesPassedOver(): TraceStep[] {
    return passedOverSteps(this.mesh.passedOver.ofServer({ pod: this.pod, proxy: ownProxy }));
  }

  /** What else was written for the way to the servers and is not used. */
  private passedOverTo(decision: Decision): TraceStep[] {
    const lookup = (host: string) => this.mesh.services.visibleTo(this.pod.namespace, host);
    return passedOverSteps(passedOverTo(this.mesh, { client: this.pod, proxy: ownProxy, lookup }, decision));
  }

  /** A connection whose requests are not read: policies see no HTTP. */
  private handOn(accepted: Accepted, route: L4Route, request: Request, trace?: TraceStep[]): Decision {
    const { listener, chain } = accepted;
    const verdict = this.policies().ofConnection(request, arrivalAt(listener, chain, request));
    const stage = verdict && this.stageOf(verdict, trace);
    if (verdict?.outcome === 'denied')
      return answered('error', `connection closed: ${verdict.reason}`, { policies: stage && [stage], connection: route });
    const decision = forwardConnection(route, request, chain.terminatesTls);
    const plain = request.scheme === 'http' || chain.terminatesTls ? receive(request, this.reading) : undefined;
    const incoming = plain && !('malformed' in plain) ? plain : undefined;
    const encrypted = request.scheme === 'https' && !chain.terminatesTls ? request : undefined;
    return this.deliver(decision, { incoming, isOpaque: true, encrypted, stage, trace });
  }

  private deliver(decision: Decision, passage: Passage): Decision {
    passage.trace?.push(...destinationSteps(decision));
    const delivered = this.delivery().deliver(decision, passage);
    passage.trace?.push(...this.passedOverTo({ ...decision, destinations: [...decision.destinations, ...delivered.destinations] }));
    return delivered;
  }

  private stageOf(verdict: Verdict, trace: TraceStep[] | undefined): PolicyStage {
    const stage = { proxy: this.proxyName, verdict, share: 1 };
    trace?.push(policyStep(stage));
    return stage;
  }
}

function arrivalAt(listener: Listener, chain: Chain, request: Request): Arrival {
  return { port: listener.port, serverName: request.scheme === 'https' ? serverName(request) : '', terminatesTls: chain.terminatesTls };
}

/** No client outside the cluster gets to such a port by the Services among the manifests. */
function atPodPort(decision: Decision, port: number): Decision {
  if (decision.status === 'error') return decision;
  return {
    ...decision,
    assumed: [...decision.assumed, `clients get to port ${port} of the gateway's pod: no Service of it has that port`],
  };
}
