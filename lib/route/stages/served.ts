import type { Decision, Destination } from '../answer/decision';
import type { PolicyStage } from '../policy/policy-stage';

/** What became of the requests for one destination. */
export interface Served {
  readonly destination: Destination;
  readonly stages: readonly PolicyStage[];
  /** What a gateway made of the request that was the server. */
  readonly next?: Decision;
}

/** The decision with what became of each destination. Field by field: this is made for every request that policies look at. */
export function withStages(decision: Decision, served: readonly Served[], policies: readonly PolicyStage[] | undefined): Decision {
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
export function withNext(decision: Decision, served: readonly Served[]): Decision {
  const all = served.flatMap(({ next }) => next ?? []);
  if (all.length === 0) return decision;
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
