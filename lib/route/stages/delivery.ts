import type { PathNormalization } from '../../mesh/installation/mesh-config';
import type { Mesh } from '../../mesh/mesh';
import { portPolicy } from '../../mesh/routing/destination-rules';
import type { Decision, Destination } from '../answer/decision';
import { policyStep } from '../answer/policy-steps';
import type { TraceStep } from '../answer/trace';
import { onConnection, type RequestAttributes } from '../policy/attributes';
import { receivedAgain } from '../request/received-again';
import { type Request, serverName, withoutPort } from '../request/request';
import type { Router } from '../router';
import type { Caller, RouterOptions } from './caller';
import { mostGateways, type NextProxies, passedOn, requestAtGateway } from './next-gateway';
import type { Passage } from './passage';
import { readAgain } from './read-path';
import { completed, type Doubts, type Served, stagesOf, withDestinations, withNext } from './served';
import { type Server, type Transport, transportText } from './server';
import { type Backend, sniOf, Targets } from './targets';
import { joined, type Passed, passWaypoint } from './through-waypoint';

/** A request as it comes to a gateway. */
interface AtGateway {
  readonly backend: Backend;
  readonly decision: Decision;
  readonly destination: Destination;
  readonly passage: Passage;
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
    private readonly next?: NextProxies,
  ) {
    this.targets = new Targets(mesh, caller, { ...options, next });
    this.normalization = mesh.config.pathNormalization;
  }

  /** What becomes of a decision to forward once the servers' proxies have seen the request. */
  deliver(sent: Decision, passage: Passage): Decision {
    const decision = readAgain(sent, {
      incoming: passage.incoming,
      isRead: this.isRead(passage),
      normalization: this.normalization,
      targets: this.targets,
    });
    const { destinations } = decision;
    if (destinations.some(({ cluster }) => cluster.waypoint)) return this.throughWaypoints(decision, passage);
    if ((!passage.trace || destinations.length === 0) && destinations.every(({ cluster }) => this.targets.of(cluster).passesAll)) {
      const doubts = this.doubtsOf(decision, destinations, passage);
      const isSame = !passage.stage && doubts.undecided === decision.undecided && doubts.assumed === decision.assumed;
      return isSame ? decision : completed(decision, doubts, passage.stage && [passage.stage]);
    }
    const [only, ...others] = destinations;
    const served =
      only && others.length === 0
        ? this.serve(decision, only, passage)
        : destinations.flatMap((destination) => this.serve(decision, destination, passage));
    const delivered = withNext(withDestinations(decision, served), served);
    return completed(delivered, this.doubtsOf(delivered, destinations, passage), stagesOf(passage.stage, served));
  }

  /** What is undecided or assumed of a decision and of its destinations. */
  private doubtsOf(decision: Decision, destinations: readonly Destination[], { encrypted }: Passage): Doubts {
    let { undecided, assumed } = decision;
    for (const { cluster, status } of destinations) {
      if (status !== 200) continue;
      const target = this.targets.of(cluster);
      undecided = joinedTexts(undecided, target.undecided);
      if (!encrypted) undecided = joinedTexts(undecided, target.ofPlainText);
      assumed = joinedTexts(assumed, target.assumed);
    }
    return { undecided, assumed };
  }

  /** Each destination for itself: some may be behind a waypoint, which chooses anew, and some not. */
  private throughWaypoints(decision: Decision, passage: Passage): Decision {
    const passed = decision.destinations.map((destination): Passed => {
      const { waypoint, service } = destination.cluster;
      if (waypoint?.waypoint && service && destination.status === 200) {
        const next = passWaypoint({ binding: waypoint, service, destination, target: decision.path }, passage, {
          caller: this.caller,
          next: this.next,
          normalization: this.normalization,
        });
        return { destination, next, isBeyond: true };
      }
      const alone = { ...decision, destinations: [destination], status: destination.status, reason: destination.reason ?? null };
      return { destination, next: this.deliver(alone, { ...passage, stage: undefined }), isBeyond: false };
    });
    return joined(decision, passed, passage.stage);
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
      const status = this.failure(passage);
      const reason = `${transportText[backend.transport]} to ${server.name}: ${refusal}`;
      return { destination: { ...destination, status, reason: status === 503 ? reason : `connection closed: ${reason}` }, stages: [] };
    }
    if (backend.gateway) return this.passGateway(backend.gateway, { backend, decision, destination, passage });
    const filters = server.filters(backend.isHttp);
    if (filters.isEmpty) return { destination, stages: [] };
    const verdict = filters.decide(this.attributesAt(backend, decision, destination, passage));
    const { share } = destination;
    const stage = { proxy: `${server.proxy.kind} of ${server.name}`, verdict, share };
    passage.trace?.push(policyStep(stage));
    if (verdict.outcome !== 'denied') return { destination, stages: [stage] };
    const status = verdict.status ?? this.failure(passage);
    const reason = verdict.status === undefined ? `connection closed: ${verdict.reason}` : (verdict.reason ?? '');
    return { destination: { ...destination, status, reason }, stages: [stage] };
  }

  /** Does the caller's proxy read the request? */
  private isRead({ isOpaque = false }: Passage): boolean {
    return !isOpaque && this.caller.proxy !== 'none' && this.caller.proxy !== 'ztunnel';
  }

  /** What the client gets where the server closes the connection. */
  private failure(passage: Passage): 503 | 'error' {
    return passage.incoming && this.isRead(passage) ? 503 : 'error';
  }

  /** The way on from a gateway that was called as a server: to an egress gateway, or back to the ingress gateway. */
  private passGateway(gateway: Router, { backend, decision, destination, passage }: AtGateway): Served {
    const { incoming, trace } = passage;
    if (incoming === undefined) {
      const { encrypted } = passage;
      if (encrypted && backend.transport === 'plain') return this.handOn(gateway, encrypted, { backend, decision, destination, passage });
      const next = `what the gateway ${backend.server.name} makes of a connection whose bytes are not read before it`;
      return { destination, stages: [], next: { ...decision, undecided: [next], assumed: [], policies: [] } };
    }
    if ((this.options.passedGateways ?? 0) >= mostGateways) return roundAndRound(destination);
    const target = decision.path ?? incoming.target;
    const { headers } = receivedAgain(incoming, destination, { target, normalization: this.normalization });
    const { transport } = backend;
    const departure = { incoming, target, headers, port: destination.cluster.port, transport, identity: this.caller.identity };
    const request = requestAtGateway(destination, { ...departure, serverName: this.serverName(destination, transport) });
    const next = gateway.route(request, trace);
    return {
      destination: passedOn(destination, next, { gateway: backend.server.name, failure: this.failure(passage) }),
      stages: next.policies ?? [],
      next,
    };
  }

  /** TLS of the program comes to the gateway as it left: the server name in it chooses the way. */
  private handOn(gateway: Router, encrypted: Request, { backend, destination, passage }: AtGateway): Served {
    if ((this.options.passedGateways ?? 0) >= mostGateways) return roundAndRound(destination);
    const { sourceIp: _, ...sent } = encrypted;
    const next = gateway.route({ ...sent, sni: serverName(encrypted), port: destination.cluster.port }, passage.trace);
    const failure = this.failure(passage);
    return { destination: passedOn(destination, next, { gateway: backend.server.name, failure }), stages: next.policies ?? [], next };
  }

  /** The server name of the TLS that a proxy starts: of the DestinationRule, else of the mesh, else the Host header. */
  private serverName({ cluster, host }: Destination, transport: Transport): string {
    const rule = cluster.service && this.mesh.destinationRules.inForce(this.caller.client, cluster.service);
    const written = rule && portPolicy(rule, cluster.subset, cluster.port).tls?.sni;
    return written || (transport === 'mutual' ? sniOf(cluster) : withoutPort(host));
  }

  private attributesAt(backend: Backend, decision: Decision, destination: Destination, passage: Passage): RequestAttributes {
    const { incoming, sourceIp } = passage;
    const address = incoming?.forwardedFor ?? sourceIp;
    if (!backend.isHttp || incoming === undefined || backend.server.proxy.kind !== 'sidecar')
      return onConnection(backend.connection, {}, address);
    const http = receivedAgain(incoming, destination, {
      target: decision.path ?? incoming.target,
      normalization: this.normalization,
      isRead: this.isRead(passage),
    });
    return onConnection(backend.connection, { http, token: incoming.token }, address);
  }

  private traceConnection({ server, transport, refusal, port }: Backend, trace: TraceStep[] | undefined): void {
    const { proxy } = server;
    const identity = transport === 'mutual' && this.caller.identity ? ` as ${this.caller.identity}` : '';
    trace?.push({
      step: 'connection',
      transport,
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

/** Each text once. Most often there are none to add, or none before: then nothing is made. */
function joinedTexts(texts: readonly string[], more: readonly string[]): readonly string[] {
  if (more.length === 0) return texts;
  return texts.length === 0 ? more : [...new Set([...texts, ...more])];
}

function roundAndRound(destination: Destination): Served {
  const reason = 'the request goes round between gateways and is never answered';
  return { destination: { ...destination, status: 'error', reason }, stages: [] };
}
