import type { Mesh } from '../../lib/mesh/mesh';
import type { Decision, Destination } from '../../lib/route/answer/decision';
import { GatewayRouter } from '../../lib/route/gateway/gateway-router';
import type { HttpAttributes } from '../../lib/route/policy/attributes';
import type { PolicyStage } from '../../lib/route/policy/policy-stage';
import { type Incoming, receive } from '../../lib/route/request/incoming';
import { receivedAgain } from '../../lib/route/request/received-again';
import { SidecarRouter } from '../../lib/route/sidecar/sidecar-router';
import { authenticates } from './envoy-jwt';
import { field, list, type Message, text } from './envoy-matchers';
import { rbacAllows, type Seen } from './envoy-rbac';
import { headersOf, type Reply, replyOf } from './envoy-routes';
import type { Generated, GeneratedProxy } from './generator';
import type { Asked } from './worlds';

/** One thing the two say differently. */
export interface Difference {
  readonly asked: Asked;
  readonly what: string;
  readonly generated: unknown;
  readonly evaluated: unknown;
}

/** What a proxy's HTTP filters do before its routes. */
interface Filtered {
  readonly status?: number;
  readonly metadata: Message;
}

/** Compares the evaluator with the configuration that istiod generates for the proxies on the way. */
export class Comparison {
  /** How often each thing was compared, for a run that compares nothing proves nothing. */
  readonly compared = new Map<string, number>();
  private readonly routers = new Map<string, GatewayRouter | SidecarRouter>();
  private readonly now = Math.floor(Date.now() / 1000);

  constructor(
    private readonly mesh: Mesh,
    private readonly proxies: readonly GeneratedProxy[],
    private readonly generated: Readonly<Record<string, Generated>>,
  ) {}

  /** @param gateway name of the gateway pod */
  differences(asked: Asked, gateway: string): Difference[] {
    const name = asked.from ?? gateway;
    const proxy = this.proxies.find((each) => each.name === name);
    if (!proxy) throw new Error(`no proxy ${name}`);
    const decision = this.routerOf(proxy).route(asked.request);
    const incoming = receive(asked.request);
    if ('malformed' in incoming)
      return decision.status === 400 ? [] : [{ asked, what: 'status', generated: 400, evaluated: decision.status }];
    const call = { caller: proxy, asked, incoming, decision };
    this.count(`${proxy.type === 'router' ? 'gateway' : 'sidecar'}: ${decision.status}`);
    const { found, reply } = proxy.type === 'router' ? this.atGateway(call) : this.atSidecar(call);
    const pods = reply?.path === undefined ? [] : this.atPods(call, reply.path);
    return [...found, ...pods].map((each) => ({ asked, ...each }));
  }

  private count(what: string): void {
    this.compared.set(what, (this.compared.get(what) ?? 0) + 1);
  }

  private routerOf(proxy: GeneratedProxy): GatewayRouter | SidecarRouter {
    let router = this.routers.get(proxy.name);
    if (!router) {
      router = proxy.type === 'router' ? new GatewayRouter(this.mesh, proxy) : new SidecarRouter(this.mesh, proxy);
      this.routers.set(proxy.name, router);
    }
    return router;
  }

  private atGateway({ caller, asked, incoming, decision }: Call): First {
    const { listeners = [], routes = [] } = this.generated[caller.name] ?? {};
    const listener = listeners.find((each) => portOf(each) === asked.request.port);
    const manager = listener && managerOf(list(listener, 'filterChains')[0]);
    if (!manager) return { found: unequal('listener', 'error', decision.status) };
    const seen = { ...addresses(asked), principals: [], destinationPort: asked.request.port, serverName: '' };
    const { status, metadata } = this.filter(manager, incoming, seen);
    if (status) {
      const evaluated = decision.destinations.length > 0 ? 'forwarded' : decision.status;
      return { found: unequal('status of the gateway policies', status, evaluated) };
    }
    const table = routes.find((each) => each.name === field(manager, 'rds').routeConfigName);
    const reply = replyOf(table ?? {}, incoming, metadata);
    return { reply, found: this.compareReply(reply, caller, decision) };
  }

  private atSidecar({ caller, asked, incoming, decision }: Call): First {
    const table = this.generated[caller.name]?.routes.find((each) => each.name === String(asked.request.port));
    if (!table) return { found: [] };
    const reply = replyOf(table, incoming, {});
    return { reply, found: this.compareReply(reply, caller, decision) };
  }

  private compareReply(reply: Reply, proxy: GeneratedProxy, decision: Decision): Found[] {
    const known = new Set(this.generated[proxy.name]?.clusters);
    const passes = reply.upstreams.some(({ cluster }) => cluster === 'PassthroughCluster');
    if (passes)
      return decision.destinations.some(({ cluster }) => cluster.service)
        ? [{ what: 'passthrough', generated: true, evaluated: false }]
        : [];
    const upstreams = merged(
      reply.upstreams.map(({ cluster, share, host }) => ({ key: known.has(cluster) ? `${cluster} ${host}` : '503', share })),
    );
    const evaluated = merged(decision.destinations.map((destination) => ({ key: keyOf(destination), share: destination.share })));
    const isServed = reply.status === 200 && reply.upstreams.length > 0;
    if (!isServed)
      return [...unequal('status', reply.status, decision.status), ...unequal('location', reply.location ?? null, decision.location)];
    const ofPath = decision.path === null ? [] : unequal('path', reply.path, decision.path);
    return [
      ...unequal('destinations', upstreams, evaluated),
      ...ofPath,
      ...unequal('abort', reply.abort ?? null, decision.abort ?? null),
      ...unequal(
        'mirrors',
        reply.mirrors,
        decision.mirrors.map(({ cluster, percent }) => `${clusterName(cluster)} ${percent}`),
      ),
      ...this.headers(reply, decision),
    ];
  }

  /** Of one destination: with several they are compared with the pods' policies in mind only. */
  private headers({ upstreams }: Reply, { destinations }: Decision): Found[] {
    const [first] = destinations;
    if (upstreams.length !== destinations.length || !first) return [];
    return destinations.flatMap(({ requestHeaders }, index) => {
      const evaluated = requestHeaders.flatMap(({ remove, set, add }) => [
        ...remove.map((name) => `-${name}`),
        ...set.map(([name, value]) => `${name}: ${value}`),
        ...add.map(([name, value]) => `+${name}: ${value}`),
      ]);
      return unequal('header operations', upstreams[index]?.headers, evaluated);
    });
  }

  /** Each pod's own filters, asked with the request as it arrives there. */
  private atPods(call: Call, path: string): Found[] {
    const { policies = [], destinations } = call.decision;
    return destinations.flatMap((destination) =>
      destination.cluster.endpoints.flatMap(({ workload, port }) => {
        const own = destination.workload === undefined || destination.workload === workload;
        const proxy = this.proxies.find((each) => each.name === `${workload?.namespace}/${workload?.name}`);
        if (!proxy || !own) return [];
        const stages = policies.filter((stage) => stage.proxy === `sidecar of Deployment ${proxy.name}`);
        return stages.length > 1 ? [] : this.atPod({ proxy, port, path, destination, stage: stages[0] }, call);
      }),
    );
  }

  private atPod({ proxy, port, path, destination, stage }: CalledPod, { caller, asked, incoming }: Call): Found[] {
    const inbound = this.generated[proxy.name]?.listeners.find(({ name }) => name === 'virtualInbound');
    const chains = list(inbound ?? {}, 'filterChains').filter((each) => field(each, 'filterChainMatch').destinationPort === port);
    const manager = chains.map(managerOf).find((each) => each !== undefined);
    if (!manager) return [];
    const { cluster } = destination;
    const request = receivedAgain(incoming, destination, { target: path, normalization: this.mesh.config.pathNormalization });
    const { status = 200 } = this.filter(manager, request, {
      principals: [`spiffe://cluster.local/ns/${caller.namespace}/sa/${caller.serviceAccount}`],
      directRemoteIp: caller.address,
      remoteIp: asked.request.sourceIp ?? caller.address,
      destinationPort: port,
      serverName: `outbound_.${cluster.port}_.${cluster.subset ?? ''}_.${cluster.host}`,
    });
    this.count(`pod: ${stage?.verdict.outcome === 'undecided' ? 'undecided, not compared' : status}`);
    if (stage?.verdict.outcome === 'undecided') return [];
    return unequal(`policies of ${proxy.name}`, status, stage?.verdict.outcome === 'denied' ? stage.verdict.status : 200);
  }

  private filter(manager: Message, incoming: HttpAttributes, seen: Omit<Seen, 'path' | 'headers' | 'metadata'>): Filtered {
    const headers = headersOf(incoming);
    let metadata: Message = {};
    for (const filter of list(manager, 'httpFilters')) {
      const config = field(filter, 'typedConfig');
      if (filter.name === 'envoy.filters.http.jwt_authn') {
        const { status, payload } = authenticates(config, headers, this.now);
        if (status) return { status: status.startsWith('Audiences') ? 403 : 401, metadata };
        if (payload) metadata = { 'envoy.filters.http.jwt_authn': { payload } };
      }
      const isRbac = filter.name === 'envoy.filters.http.rbac';
      if (isRbac && !rbacAllows(config, { ...seen, path: incoming.path, headers, metadata })) return { status: 403, metadata };
    }
    return { metadata };
  }
}

type Found = Omit<Difference, 'asked'>;

/** What the caller's own proxy does. */
interface First {
  readonly found: Found[];
  /** Absent where its filters already answer. */
  readonly reply?: Reply;
}

interface Call {
  readonly caller: GeneratedProxy;
  readonly asked: Asked;
  readonly incoming: Incoming;
  readonly decision: Decision;
}

interface CalledPod {
  readonly proxy: GeneratedProxy;
  readonly port: number;
  /** Path and query as they are sent. */
  readonly path: string;
  readonly destination: Destination;
  readonly stage: PolicyStage | undefined;
}

function addresses({ request: { sourceIp = '0.0.0.0' } }: Asked): Pick<Seen, 'directRemoteIp' | 'remoteIp'> {
  return { directRemoteIp: sourceIp, remoteIp: sourceIp };
}

function unequal(what: string, generated: unknown, evaluated: unknown): Found[] {
  return JSON.stringify(generated) === JSON.stringify(evaluated) ? [] : [{ what, generated, evaluated }];
}

function portOf(listener: Message): number {
  return field(listener, 'address', 'socketAddress').portValue as number;
}

function managerOf(chain: Message | undefined): Message | undefined {
  const filter = list(chain ?? {}, 'filters').find((each) => text(each, 'name') === 'envoy.filters.network.http_connection_manager');
  return filter && field(filter, 'typedConfig');
}

function clusterName({ port, subset, host }: Destination['cluster']): string {
  return `outbound|${port}|${subset ?? ''}|${host}`;
}

/** Clusters that the proxy lacks are one: whatever their name, they answer 503. */
function keyOf({ cluster, host }: Destination): string {
  return cluster.failure?.flag === 'NC' ? '503' : `${clusterName(cluster)} ${host}`;
}

function merged(parts: readonly { readonly key: string; readonly share: number }[]): [string, number][] {
  const shares = new Map<string, number>();
  for (const { key, share } of parts) shares.set(key, (shares.get(key) ?? 0) + share);
  return [...shares]
    .map(([key, share]): [string, number] => [key, Math.round(share * 1000)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
