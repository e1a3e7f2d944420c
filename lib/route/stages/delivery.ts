import type { PathNormalization } from '../../mesh/installation/mesh-config';
import type { Mesh } from '../../mesh/mesh';
import { portPolicy } from '../../mesh/routing/destination-rules';
import type { Decision, Destination } from '../answer/decision';
import { policyStep } from '../answer/policy-steps';
import type { TraceStep } from '../answer/trace';
import { onConnection, type RequestAttributes } from '../policy/attributes';
import { allowed } from '../policy/policy-filters';
import type { PolicyStage } from '../policy/policy-stage';
import type { Incoming } from '../request/incoming';
import { receivedAgain } from '../request/received-again';
import { withoutPort } from '../request/request';
import type { Router } from '../router';
import type { Caller, RouterOptions } from './caller';
import { mostGateways, type NextGateway, passedOn, requestAtGateway } from './next-gateway';
import { type Server, type Transport, transportText } from './server';
import { type Backend, sniOf, Targets } from './targets';

/** What a request carries to the server. */
export interface Passage {
  /** Undefined where the caller's proxy hands bytes on, and they are no HTTP. */
  readonly incoming?: Incoming;
  /** The address the connection comes from, for a caller without a proxy. */
  readonly sourceIp?: string;
  /** What the policies of the caller's own proxy did, where it is a gateway. */
  readonly stage?: PolicyStage;
  readonly trace?: TraceStep[];
}

/** A request as it comes to a gateway. */
interface AtGateway {
  readonly backend: Backend;
  readonly decision: Decision;
  readonly destination: Destination;
  readonly passage: Passage;
}

interface Served {
  readonly destination: Destination;
  readonly stages: readonly PolicyStage[];
  /** What a gateway made of the request that was the server. */
  readonly next?: Decision;
}

/**
 * The way from a caller's proxy to the program: TLS between the proxies, then the server proxy's own filters. Where
 * nothing on that way can end a request, a decision passes as it is.
 */
export class Delivery {
  private readonly targets: Targets;
  private readonly normalization: PathNormalization;

  constructor(
    private readonly mesh: Mesh,
    private readonly caller: Caller,
    private readonly options: RouterOptions = {},
    nextGateway?: NextGateway,
  ) {
    this.targets = new Targets(mesh, caller, { ...options, nextGateway });
    this.normalization = mesh.config.pathNormalization;
  }

  /** What becomes of a decision to forward once the servers' proxies have seen the request. */
  deliver(decision: Decision, passage: Passage): Decision {
    const { destinations } = decision;
    if (destinations.length === 0 || (!passage.trace && destinations.every(({ cluster }) => this.targets.of(cluster).isOpen))) {
      return passage.stage ? { ...decision, policies: [passage.stage] } : decision;
    }
    const served = destinations.flatMap((destination) => this.serve(decision, destination, passage));
    const delivered = withNext(withStages(decision, served, stagesOf(passage.stage, served)), served);
    const unsure = destinations
      .map(({ cluster }) => this.targets.of(cluster))
      .filter(({ undecided, assumed }) => undecided.length + assumed.length > 0);
    if (unsure.length === 0) return delivered;
    const undecided = new Set([...delivered.undecided, ...unsure.flatMap((target) => target.undecided)]);
    const assumed = new Set([...delivered.assumed, ...unsure.flatMap((target) => target.assumed)]);
    return { ...delivered, undecided: [...undecided], assumed: [...assumed] };
  }

  private serve(decision: Decision, destination: Destination, passage: Passage): Served[] {
    if (destination.status !== 200) return [{ destination, stages: [] }];
    const { backends } = this.targets.of(destination.cluster);
    if (backends.length === 0) return [{ destination, stages: [] }];
    const [only, ...others] = backends;
    if (only && others.length === 0) return [this.serveAt(only, decision, destination, passage)];
    const served = backends.map((backend) => ({ backend, ...this.serveAt(backend, decision, destination, passage) }));
    const [first] = served;
    const isSame = ({ destination: { status, reason } }: Served) =>
      status === first?.destination.status && reason === first.destination.reason;
    const stages = served.flatMap(({ stages: own }) => own);
    if (first && served.every(isSame))
      return [{ destination: { ...first.destination, share: destination.share }, stages, next: first.next }];
    return served.map(({ destination: one, stages: own, next, backend }) => ({
      destination: { ...one, workload: backend.server.workload },
      stages: own,
      next,
    }));
  }

  private serveAt(backend: Backend, decision: Decision, whole: Destination, passage: Passage): Served {
    const { server, refusal } = backend;
    const destination = backend.share === 1 ? whole : { ...whole, share: whole.share * backend.share };
    this.traceConnection(backend, passage.trace);
    if (refusal !== undefined) {
      const status = passage.incoming && this.caller.proxy !== 'none' ? 503 : 'error';
      const reason = `${transportText[backend.transport]} to ${server.name}: ${refusal}`;
      return { destination: { ...destination, status, reason: status === 503 ? reason : `connection closed: ${reason}` }, stages: [] };
    }
    if (backend.gateway) return this.passGateway(backend.gateway, { backend, decision, destination, passage });
    const filters = server.filters(backend.isHttp);
    if (filters.isEmpty) return { destination, stages: [] };
    const verdict = filters.decide(this.attributesAt(backend, decision, destination, passage));
    const { share } = destination;
    const stage = verdict === allowed && share === 1 ? backend.passing : { ...backend.passing, verdict, share };
    passage.trace?.push(policyStep(stage));
    if (verdict.outcome !== 'denied') return { destination, stages: [stage] };
    const status = verdict.status ?? 'error';
    const reason = verdict.status === undefined ? `connection closed: ${verdict.reason}` : (verdict.reason ?? '');
    return { destination: { ...destination, status, reason }, stages: [stage] };
  }

  /** The way on from a gateway that was called as a server: to an egress gateway, or back to the ingress gateway. */
  private passGateway(gateway: Router, { backend, decision, destination, passage }: AtGateway): Served {
    const { incoming, trace } = passage;
    if (incoming === undefined) {
      const next = `what the gateway ${backend.server.name} makes of a connection whose bytes are not read before it`;
      return { destination, stages: [], next: { ...decision, undecided: [next], assumed: [], policies: [] } };
    }
    if ((this.options.passedGateways ?? 0) >= mostGateways) {
      const reason = 'the request goes round between gateways and is never answered';
      return { destination: { ...destination, status: 'error', reason }, stages: [] };
    }
    const target = decision.path ?? incoming.target;
    const { headers } = receivedAgain(incoming, destination, { target, normalization: this.normalization });
    const { transport } = backend;
    const departure = { incoming, target, headers, port: destination.cluster.port, transport, identity: this.caller.identity };
    const request = requestAtGateway(destination, { ...departure, serverName: this.serverName(destination, transport) });
    const next = gateway.route(request, trace);
    const failure = this.caller.proxy === 'none' ? 'error' : 503;
    return { destination: passedOn(destination, next, { gateway: backend.server.name, failure }), stages: next.policies ?? [], next };
  }

  /** The server name of the TLS that a proxy starts: of the DestinationRule, else of the mesh, else the Host header. */
  private serverName({ cluster, host }: Destination, transport: Transport): string {
    const rule = cluster.service && this.mesh.destinationRules.inForce(this.caller.client, cluster.service);
    const written = rule && portPolicy(rule, cluster.subset, cluster.port).tls?.sni;
    return written || (transport === 'mutual' ? sniOf(cluster) : withoutPort(host));
  }

  private attributesAt(backend: Backend, decision: Decision, destination: Destination, { incoming, sourceIp }: Passage): RequestAttributes {
    const address = incoming?.forwardedFor ?? sourceIp;
    if (!backend.isHttp || incoming === undefined || backend.server.proxy.kind !== 'sidecar')
      return onConnection(backend.connection, {}, address);
    const http = receivedAgain(incoming, destination, {
      target: decision.path ?? incoming.target,
      normalization: this.normalization,
    });
    return onConnection(backend.connection, { http, token: incoming.token }, address);
  }

  private traceConnection({ server, transport, refusal, port }: Backend, trace: TraceStep[] | undefined): void {
    const { proxy } = server;
    const identity = transport === 'mutual' && this.caller.identity ? ` as ${this.caller.identity}` : '';
    trace?.push({
      step: 'connection',
      what: `${transportText[transport]}${identity} to port ${port} of ${server.name}`,
      verdict: refusal === undefined ? 'taken' : 'no',
      why:
        refusal ??
        (proxy.kind === 'none' ? `no proxy there: ${proxy.why}` : `${proxy.kind}${proxy.assumed ? ', assumed' : ''}: ${proxy.why}`),
      place: this.placeOfMode(server, port),
    });
  }

  private placeOfMode(server: Server, port: number): TraceStep['place'] {
    const { by } = server.modeOf(port);
    return by && { manifest: by, path: ['spec', 'mtls'] };
  }
}

/** The decision with what became of each destination. Field by field: this is made for every request that policies look at. */
function withStages(decision: Decision, served: readonly Served[], policies: readonly PolicyStage[] | undefined): Decision {
  const destinations = served.length === 1 && served[0] ? [served[0].destination] : served.map(({ destination }) => destination);
  const isServed = decision.status !== 200 || destinations.some(({ status }) => status === 200);
  const [first] = destinations;
  const { status, reason, path, body, route, connection, location, abort, mirrors, hash, undecided, assumed } = decision;
  return {
    status: isServed ? status : (first?.status ?? 503),
    reason: isServed ? reason : (first?.reason ?? ''),
    path: isServed ? path : null,
    body: isServed ? body : served[0]?.stages[0]?.verdict.body,
    route,
    connection,
    location,
    abort,
    mirrors,
    hash,
    undecided,
    assumed,
    destinations,
    policies,
  };
}

/** The decision with what gateways behind it do not know, and with where they redirect to. */
function withNext(decision: Decision, served: readonly Served[]): Decision {
  const all = served.flatMap(({ next }) => next ?? []);
  if (all.length === 0) return decision;
  const undecided = new Set([...decision.undecided, ...all.flatMap((next) => next.undecided)]);
  const assumed = new Set([...decision.assumed, ...all.flatMap((next) => next.assumed)]);
  const [first] = all;
  const ended = decision.status === 200 || all.length > 1 ? {} : { location: first?.location ?? decision.location, body: first?.body };
  return { ...decision, ...ended, undecided: [...undecided], assumed: [...assumed] };
}

/** The stages on the way, in order: of the caller's own proxy, then of the servers'. */
function stagesOf(own: PolicyStage | undefined, served: readonly Served[]): readonly PolicyStage[] | undefined {
  const stages = served.length === 1 && served[0] ? served[0].stages : served.flatMap((each) => each.stages);
  if (own) return [own, ...stages];
  return stages.length > 0 ? stages : undefined;
}
