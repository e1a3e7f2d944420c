import { isHttp } from '../../istio/protocol';
import type { PathNormalization } from '../../mesh/installation/mesh-config';
import type { Mesh } from '../../mesh/mesh';
import type { Workload } from '../../mesh/workloads/workloads';
import type { Decision, Destination } from '../answer/decision';
import { policyStep } from '../answer/policy-steps';
import type { TraceStep } from '../answer/trace';
import type { Cluster } from '../cluster';
import { type ConnectionAttributes, onConnection, type RequestAttributes } from '../policy/attributes';
import { allowed } from '../policy/policy-filters';
import type { PolicyStage } from '../policy/policy-stage';
import type { Incoming } from '../request/incoming';
import { receivedAgain } from '../request/received-again';
import type { Caller, RouterOptions } from './caller';
import { Server, type Transport, transportText } from './server';
import { transportTo } from './transport';

/** The pods of one workload behind a cluster. */
interface Backend {
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
  /** The stage of requests that its policies let pass. */
  readonly passing: PolicyStage;
}

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

interface Served {
  readonly destination: Destination;
  readonly stages: readonly PolicyStage[];
}

/** A cluster as the caller's requests meet it. */
interface Target {
  readonly backends: readonly Backend[];
  /** Can nothing between the proxies and at the servers' proxies end a request? */
  readonly isOpen: boolean;
  readonly undecided: readonly string[];
  readonly assumed: readonly string[];
}

/**
 * The way from a caller's proxy to the program: TLS between the proxies, then the server proxy's own filters. Where
 * nothing on that way can end a request, a decision passes as it is.
 */
export class Delivery {
  private readonly targets = new Map<Cluster, Target>();
  private readonly servers = new Map<Workload, Server>();
  private readonly normalization: PathNormalization;

  constructor(
    private readonly mesh: Mesh,
    private readonly caller: Caller,
    private readonly options: RouterOptions = {},
  ) {
    this.normalization = mesh.config.pathNormalization;
  }

  /** What becomes of a decision to forward once the servers' proxies have seen the request. */
  deliver(decision: Decision, passage: Passage): Decision {
    const { destinations } = decision;
    if (destinations.length === 0 || (!passage.trace && destinations.every(({ cluster }) => this.targetOf(cluster).isOpen))) {
      return passage.stage ? { ...decision, policies: [passage.stage] } : decision;
    }
    const served = destinations.flatMap((destination) => this.serve(decision, destination, passage));
    const delivered = withStages(decision, served, stagesOf(passage.stage, served));
    const unsure = destinations
      .map(({ cluster }) => this.targetOf(cluster))
      .filter(({ undecided, assumed }) => undecided.length + assumed.length > 0);
    if (unsure.length === 0) return delivered;
    const undecided = new Set([...decision.undecided, ...unsure.flatMap((target) => target.undecided)]);
    const assumed = new Set([...decision.assumed, ...unsure.flatMap((target) => target.assumed)]);
    return { ...delivered, undecided: [...undecided], assumed: [...assumed] };
  }

  private serve(decision: Decision, destination: Destination, passage: Passage): Served[] {
    if (destination.status !== 200) return [{ destination, stages: [] }];
    const { backends } = this.targetOf(destination.cluster);
    if (backends.length === 0) return [{ destination, stages: [] }];
    const [only, ...others] = backends;
    if (only && others.length === 0) return [this.serveAt(only, decision, destination, passage)];
    const served = backends.map((backend) => ({ backend, ...this.serveAt(backend, decision, destination, passage) }));
    const [first] = served;
    const isSame = ({ destination: { status, reason } }: Served) =>
      status === first?.destination.status && reason === first.destination.reason;
    const stages = served.flatMap(({ stages: own }) => own);
    if (first && served.every(isSame)) return [{ destination: { ...first.destination, share: destination.share }, stages }];
    return served.map(({ destination: one, stages: own, backend }) => ({
      destination: { ...one, workload: backend.server.workload },
      stages: own,
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

  private targetOf(cluster: Cluster): Target {
    let target = this.targets.get(cluster);
    if (!target) {
      target = this.makeTarget(cluster);
      this.targets.set(cluster, target);
    }
    return target;
  }

  private makeTarget(cluster: Cluster): Target {
    const backends = this.makeBackends(cluster);
    const undecided = [
      ...(cluster.undecided ? [cluster.undecided] : []),
      ...plainToTls(cluster),
      ...backends.flatMap(({ server }) => this.extensionsAt(server)),
    ];
    const matters = backends.filter(
      ({ server, isHttp: reads, port }) =>
        server.proxy.assumed && (!server.filters(reads).isEmpty || server.modeOf(port).mode === 'STRICT'),
    );
    const assumed = [
      ...(cluster.assumed ? [cluster.assumed] : []),
      ...matters.map(({ server }) => `${server.name} has a sidecar: ${server.proxy.why}`),
    ];
    const passes = backends.every(({ server, refusal, isHttp: reads }) => refusal === undefined && server.filters(reads).isEmpty);
    return { backends, undecided, assumed, isOpen: passes && undecided.length + assumed.length === 0 };
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
        passing: { proxy: `${server.proxy.kind} of ${server.name}`, verdict: allowed, share: 1 },
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
}

/** The server name of mutual TLS between proxies. Source: Istio `BuildDNSSrvSubsetKey`. */
function sniOf({ host, port, subset }: Cluster): string {
  return `outbound_.${port}_.${subset ?? ''}_.${host}`;
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

/** The stages on the way, in order: of the caller's own proxy, then of the servers'. */
function stagesOf(own: PolicyStage | undefined, served: readonly Served[]): readonly PolicyStage[] | undefined {
  const stages = served.length === 1 && served[0] ? served[0].stages : served.flatMap((each) => each.stages);
  if (own) return [own, ...stages];
  return stages.length > 0 ? stages : undefined;
}

/** HTTP in plain text to a port that is declared to speak TLS: what the program there makes of it is its own. */
function plainToTls({ service, host, port, originator }: Cluster): string[] {
  const protocol = service?.ports.find(({ number }) => number === port)?.protocol;
  if (originator !== undefined || (protocol !== 'https' && protocol !== 'tls')) return [];
  return [
    `whether the program on port ${port} of \`${host}\`, declared as ${protocol}, accepts what the proxy sends without TLS of its own`,
  ];
}
