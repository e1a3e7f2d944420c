import type { Decision, Destination } from '../answer/decision';
import type { PolicyStage } from '../policy/policy-stage';

/** What became of the requests for one destination. */
export interface Served {
  readonly destination: Destination;
  readonly stages: readonly PolicyStage[];
  /** What a gateway made of the request that was the server. */
  readonly next?: Decision;
}

/** What of an answer is not certain. */
export type Doubts = Pick<Decision, 'undecided' | 'assumed'>;

/**
 * The decision with what the policies on the way did and what is not certain. Field by field, as is the next: spreading an object of this
 * size takes as long as half of an answer.
 */
export function completed(decision: Decision, { undecided, assumed }: Doubts, policies: Decision['policies']): Decision {
  const { status, reason, route, connection, destinations, path, location, loops, reused, abort, mirrors, hash, body } = decision;
  return {
    status,
    reason,
    route,
    connection,
    destinations,
    path,
    location,
    loops,
    reused,
    abort,
    mirrors,
    hash,
    body,
    policies,
    undecided,
    assumed,
  } satisfies { [K in keyof Required<Decision>]: Decision[K] };
}

/** The decision with what became of each destination. */
export function withDestinations(decision: Decision, served: readonly Served[]): Decision {
  const destinations = served.length === 1 && served[0] ? [served[0].destination] : served.map(({ destination }) => destination);
  const isServed = decision.status !== 200 || destinations.some(({ status }) => status === 200);
  const [first] = destinations;
  const { route, connection, location, loops, reused, abort, mirrors, hash, undecided, assumed } = decision;
  return {
    status: isServed ? decision.status : (first?.status ?? 503),
    reason: isServed ? decision.reason : (first?.reason ?? ''),
    route,
    connection,
    destinations,
    path: isServed ? decision.path : null,
    location,
    loops,
    reused,
    abort,
    mirrors,
    hash,
    body: isServed ? decision.body : served[0]?.stages[0]?.verdict.body,
    policies: decision.policies,
    undecided,
    assumed,
  } satisfies { [K in keyof Required<Decision>]: Decision[K] };
}

/** The decision with what gateways behind it do not know, and with where they redirect to. */
export function withNext(decision: Decision, served: readonly Served[]): Decision {
  if (!served.some(({ next }) => next)) return decision;
  const all = served.flatMap(({ next }) => next ?? []);
  const undecided = new Set([...decision.undecided, ...all.flatMap((next) => next.undecided)]);
  const assumed = new Set([...decision.assumed, ...all.flatMap((next) => next.assumed)]);
  const [first] = all;
  const ended = decision.status === 200 || all.length > 1 ? {} : { location: first?.location ?? decision.location, body: first?.body };
  return { ...decision, ...ended, undecided: [...undecided], assumed: [...assumed] };
}

/** The stages on the way, in order: of the caller's own proxy, then of the servers'. */
export function stagesOf(own: PolicyStage | undefined, served: readonly Served[]): readonly PolicyStage[] | undefined {
  const stages = served.length === 1 && served[0] ? served[0].stages : served.flatMap((each) => each.stages);
  if (own) return [own, ...stages];
  return stages.length > 0 ? stages : undefined;
}
