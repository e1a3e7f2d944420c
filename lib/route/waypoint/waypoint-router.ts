import { isHttp } from '../../istio/protocol';
import { lazy } from '../../lazy';
import type { Mesh } from '../../mesh/mesh';
import type { Service } from '../../mesh/services/service';
import type { Waypoint } from '../../mesh/workloads/waypoint';
import { answerAt, plainForward } from '../answer/answer';
import { answered, type Decision } from '../answer/decision';
import { passedOverSteps } from '../answer/passed-over';
import { policyStep } from '../answer/policy-steps';
import { destinationSteps, ruleSteps } from '../answer/steps';
import type { TraceStep } from '../answer/trace';
import { forwardConnection } from '../gateway/forward-connection';
import { type ConnectionAttributes, onConnection, type RequestAttributes } from '../policy/attributes';
import { passedRequest } from '../policy/passed-request';
import type { PolicyFilters } from '../policy/policy-filters';
import type { PolicyStage } from '../policy/policy-stage';
import { EnvoyProxy } from '../request/envoy-proxy';
import { type Incoming, receive } from '../request/incoming';
import { serverName } from '../request/request';
import type { RouterOptions } from '../stages/caller';
import { Delivery } from '../stages/delivery';
import type { AtWaypoint, NextProxies, NextWaypoint } from '../stages/next-gateway';
import type { Passage } from '../stages/passage';
import { waypointFilters } from './waypoint-filters';
import { connectionRoute, httpRoutes } from './waypoint-routes';

const ownProxy = { kind: 'sidecar', why: 'it is a waypoint' } as const;

interface Context {
  readonly options: RouterOptions;
  readonly next: NextProxies;
}

/**
 * A waypoint on the way to a Service: policies that name the Service, the waypoint or its class, then the routes for the
 * Service, then the connection to a pod. Source: Istio `listener_waypoint.go`.
 */
export class WaypointRouter implements NextWaypoint {
  private readonly proxy: EnvoyProxy;
  private readonly filtersByService = new Map<string, PolicyFilters>();
  private readonly delivery = lazy(() => {
    const { namespace, labels, serviceAccount } = this.waypoint;
    const identity = this.mesh.identities.of({ namespace, labels, serviceAccount });
    return new Delivery(this.mesh, { client: { namespace, labels }, proxy: 'waypoint', identity }, this.context.options, this.context.next);
  });

  constructor(
    readonly mesh: Mesh,
    private readonly waypoint: Waypoint,
    private readonly context: Context,
  ) {
    this.proxy = new EnvoyProxy(mesh, waypoint);
  }

  /** What the waypoint, and then the proxies of the pods, do with a request. */
  take(arrival: AtWaypoint, trace?: TraceStep[]): Decision {
    trace?.push(...passedOverSteps(this.mesh.passedOver.ofServer({ pod: this.waypoint, proxy: ownProxy })));
    const decision = this.readsHttp(arrival) ? this.takeRequest(arrival, trace) : this.takeConnection(arrival, trace);
    const extensions = this.mesh.extensions.at(this.waypoint, arrival.service).map(({ text }) => text);
    return extensions.length === 0 ? decision : { ...decision, undecided: [...new Set([...extensions, ...decision.undecided])] };
  }

  /** By the port, or by the first bytes where it does not say. */
  private readsHttp({ service, port, request }: AtWaypoint): boolean {
    const protocol = service.ports.find(({ number }) => number === port)?.protocol ?? 'unsupported';
    return isHttp(protocol) || (protocol === 'unsupported' && request.scheme === 'http');
  }

  private takeRequest(arrival: AtWaypoint, trace?: TraceStep[]): Decision {
    const { service, port, request } = arrival;
    if (request.scheme === 'https')
      return answered('error', `TLS handshake failed: port ${port} of \`${service.host}\` is declared as HTTP, and its waypoint reads it`);
    const incoming = receive(request, { normalization: this.mesh.config.pathNormalization });
    if ('malformed' in incoming) return answered(incoming.status ?? 400, incoming.malformed);
    const { http, token } = { http: incoming, token: incoming.token };
    const stage = this.stageOf(arrival, onConnection(connectionOf(arrival), { http, token }, incoming.forwardedFor), trace);
    if (stage?.verdict.outcome === 'denied') {
      const { status = 403, reason = '', body } = stage.verdict;
      return answered(status, reason, { policies: [stage], body });
    }
    const passed = stage ? passedRequest(incoming, stage.verdict) : incoming;
    return this.deliver(this.routed(arrival, passed, trace), { incoming: passed, stage, trace });
  }

  private routed({ service, port }: AtWaypoint, incoming: Incoming, trace?: TraceStep[]): Decision {
    const host = httpRoutes(this.proxy, { service, port });
    trace?.push(...ruleSteps(host, incoming));
    if (host) return answerAt(host, incoming);
    const destination = { host: service.host, port: { number: port } };
    return plainForward(this.proxy.clusters.get({ host: service.host, port }), incoming, this.proxy.hashPolicy(destination));
  }

  private takeConnection(arrival: AtWaypoint, trace?: TraceStep[]): Decision {
    const { service, port, request } = arrival;
    const stage = this.stageOf(arrival, connectionOf(arrival), trace, true);
    const route = connectionRoute(this.proxy, { service, port });
    if (stage?.verdict.outcome === 'denied')
      return answered('error', `connection closed: ${stage.verdict.reason}`, { policies: [stage], connection: route });
    const plain = request.scheme === 'http' ? receive(request) : undefined;
    const incoming = plain && !('malformed' in plain) ? plain : undefined;
    const encrypted = request.scheme === 'https' ? request : undefined;
    return this.deliver(forwardConnection(route, request, false), { incoming, encrypted, stage, trace });
  }

  private deliver(decision: Decision, passage: Passage): Decision {
    passage.trace?.push(...destinationSteps(decision));
    return this.delivery().deliver(decision, passage);
  }

  /** Undefined where no policy holds for the Service. */
  private stageOf(
    { service }: AtWaypoint,
    attributes: RequestAttributes,
    trace: TraceStep[] | undefined,
    tcp = false,
  ): PolicyStage | undefined {
    const filters = this.filters(service, tcp);
    if (filters.isEmpty) return undefined;
    const verdict = filters.decide(attributes);
    const stage = { proxy: `waypoint ${this.waypoint.name}`, verdict, share: 1 };
    trace?.push(policyStep(stage));
    return stage;
  }

  /** The filters for one Service. @param tcp do they see connections alone? */
  filters(service: Service, tcp = false): PolicyFilters {
    const key = `${service.namespace}/${service.host} ${tcp}`;
    let filters = this.filtersByService.get(key);
    if (!filters) {
      filters = waypointFilters(this.mesh, { waypoint: this.waypoint, service }, { ...this.context.options, tcp });
      this.filtersByService.set(key, filters);
    }
    return filters;
  }
}

/** A waypoint sees the caller's certificate, and the address and port of the Service. */
function connectionOf({ identity, port, request }: AtWaypoint): ConnectionAttributes {
  return {
    peer: identity === undefined ? undefined : { uris: [identity] },
    sourceIp: undefined,
    remoteIp: undefined,
    destinationIp: undefined,
    destinationPort: port,
    serverName: request.scheme === 'https' ? serverName(request) : '',
  };
}
