import type { PathNormalization } from '../../mesh/installation/mesh-config';
import type { Service } from '../../mesh/services/service';
import type { WaypointBinding } from '../../mesh/workloads/waypoints';
import { answered, type Decision, type Destination } from '../answer/decision';
import type { PolicyStage } from '../policy/policy-stage';
import { receivedAgain } from '../request/received-again';
import type { Request } from '../request/request';
import type { Caller } from './caller';
import { type NextProxies, requestAtGateway } from './next-gateway';
import type { Passage } from './passage';

/** What comes to a waypoint. */
interface BeforeWaypoint {
  readonly binding: WaypointBinding;
  readonly service: Service;
  readonly destination: Destination;
  /** Path and query as they are sent; null: as they came. */
  readonly target: string | null;
}

/** Who sends it. */
interface Sender {
  readonly caller: Caller;
  readonly next?: NextProxies;
  readonly normalization: PathNormalization;
}

/** What a waypoint, and the pods behind it, make of what a proxy sends to a Service. */
export function passWaypoint(before: BeforeWaypoint, passage: Passage, { caller: { identity }, next, normalization }: Sender): Decision {
  const { binding, service, destination } = before;
  const what = `mutual TLS${identity ? ` as ${identity}` : ''} to waypoint ${binding.name}`;
  passage.trace?.push({ step: 'waypoint', what, verdict: 'taken', why: `\`${service.host}\` asks for it`, place: binding.place });
  const router = binding.waypoint && next?.waypoint(binding.waypoint);
  if (!router) return { ...answered(200, ''), undecided: [`what waypoint ${binding.name} makes of the request`] };
  const { port } = destination.cluster;
  const decision = router.take({ service, port, request: requestAt(before, passage, normalization), identity }, passage.trace);
  return binding.assumed ? { ...decision, assumed: unique([binding.assumed, ...decision.assumed]) } : decision;
}

/** Where the bytes are not known to be HTTP, they are taken for TLS. */
function requestAt({ destination, target }: BeforeWaypoint, { incoming }: Passage, normalization: PathNormalization): Request {
  const { port } = destination.cluster;
  if (!incoming) return { method: 'GET', scheme: 'https', port, host: destination.host, path: target ?? '/' };
  const path = target ?? incoming.target;
  const { headers } = receivedAgain(incoming, destination, { target: path, normalization });
  return requestAtGateway(destination, { incoming, target: path, headers, port, transport: 'plain', serverName: '' });
}

/** One destination of a decision, and what became of the requests that went there. */
export interface Passed {
  readonly destination: Destination;
  readonly next: Decision;
  /** Did they go by a waypoint, which chose destinations itself? */
  readonly isBeyond: boolean;
}

/** The decision with the destinations that waypoints chose in place of the Services they are in front of. @param passed one at least */
export function joined(decision: Decision, passed: readonly Passed[], stage: PolicyStage | undefined): Decision {
  const destinations = passed.flatMap(placed);
  const beyond = passed.flatMap(({ next, isBeyond }) => (isBeyond ? [next] : []));
  const [only] = passed.length === 1 ? beyond : [];
  const { next: served } = passed.find(({ next }) => next.status === 200) ?? (passed[0] as Passed);
  const all = passed.map(({ next }) => next);
  const policies = [...(stage ? [stage] : []), ...all.flatMap((next) => next.policies ?? [])];
  return {
    status: served.status,
    reason: served.reason,
    body: served.body,
    route: decision.route ?? only?.route,
    connection: decision.connection ?? only?.connection,
    destinations,
    path: served.path,
    location: served.location,
    abort: decision.abort ?? only?.abort,
    mirrors: [...decision.mirrors, ...beyond.flatMap(({ mirrors }) => mirrors)],
    hash: [...decision.hash, ...beyond.flatMap(({ hash }) => hash)],
    undecided: unique([decision, ...all].flatMap(({ undecided }) => undecided)),
    assumed: unique([decision, ...all].flatMap(({ assumed }) => assumed)),
    ...(policies.length > 0 ? { policies } : {}),
  };
}

/** The destinations with their share of all requests, and with the header changes of both proxies. */
function placed({ destination, next, isBeyond }: Passed): Destination[] {
  if (!isBeyond) return [...next.destinations];
  if (next.destinations.length === 0)
    return next.status === 200 ? [] : [{ ...destination, status: next.status, reason: next.reason ?? '' }];
  return next.destinations.map((one) => ({
    ...one,
    share: destination.share * one.share,
    requestHeaders: [...destination.requestHeaders, ...one.requestHeaders],
    responseHeaders: [...one.responseHeaders, ...destination.responseHeaders],
  }));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
