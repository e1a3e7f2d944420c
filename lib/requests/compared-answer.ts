import { FieldReader } from '../manifest/field';
import type { Decision, Destination } from '../route/answer/decision';
import { type DecisionJson, decisionJson } from '../route/answer/json';
import type { TraceStep } from '../route/answer/trace';
import { type Request, withoutPort } from '../route/request/request';
import type { Router } from '../route/router';
import { transportText } from '../route/stages/server';

/** An answer with what else of it is compared. */
export interface ComparedAnswer extends DecisionJson {
  /** How the connections to the servers are made: `mutual TLS`, `plain text`, `TLS of its own`. @default - not known, or none is made */
  readonly connection?: readonly string[];
  /** Does the caller's proxy hand the connection on to where it was going? */
  readonly passedThrough?: boolean;
  /** What the server of a gateway shows and accepts in TLS handshakes, as its Gateway says. */
  readonly serverTls?: unknown;
}

/** The answer of a router as it is compared with that of another. */
export function comparedAnswer(router: Router, request: Request): ComparedAnswer {
  const steps: TraceStep[] = [];
  const decision = router.route(request, steps);
  const connection = connectionsIn(decision, steps, request);
  const serverTls = request.scheme === 'https' ? tlsIn(steps, request.port) : [];
  const answer = {
    ...decisionJson(decision, request),
    ...(connection.length > 0 ? { connection } : {}),
    ...(serverTls.length > 0 ? { serverTls } : {}),
  };
  if (leavesCluster(decision)) return { ...answer, ...elsewhere(request) };
  return decision.destinations.some(isPassedThrough) ? { ...answer, passedThrough: true } : answer;
}

/** How the connections to the servers are made, where that is known. */
export function connectionsOf(answer: ComparedAnswer): readonly string[] {
  return answer.connection ?? [];
}

const plain = transportText.plain;

function connectionsIn({ destinations }: Decision, steps: readonly TraceStep[], { scheme }: Request): string[] {
  const toWorkloads = steps.flatMap(({ transport, verdict }) => (transport && verdict === 'taken' ? transportText[transport] : []));
  const beyond = destinations.filter(({ status, cluster }) => status === 200 && !cluster.endpoints.some(({ workload }) => workload));
  const toAddresses = beyond.flatMap(({ cluster }) =>
    cluster.originator !== undefined ? transportText['own TLS'] : scheme === 'http' && !cluster.waypoint ? plain : [],
  );
  return [...new Set([...toWorkloads, ...toAddresses])].sort();
}

function isPassedThrough({ status, cluster }: Destination): boolean {
  return status === 200 && cluster.passthrough === true && !cluster.service;
}

/** A call that no proxy of the mesh touches any more goes where it was going, like one that a sidecar passes on. */
function leavesCluster({ status, destinations, route, location }: Decision): boolean {
  return status === 200 && destinations.length === 0 && !route && location === null;
}

/** Whether somebody answers there is as open as where a sidecar passes the call on. */
function elsewhere({ host, port, path, scheme }: Request): Partial<ComparedAnswer> {
  const destinations = [{ host: withoutPort(host ?? ''), port, subset: null, share: 1 }];
  const connection = scheme === 'http' ? { connection: [plain] } : {};
  return { destinations, path, host, undecided: undefined, passedThrough: true, ...connection };
}

/** What the servers say of TLS beside its mode, which shows in the answer. */
function tlsIn(steps: readonly TraceStep[], port: number): unknown[] {
  const places = steps.flatMap(({ step, verdict, place }) => (step === 'gateway' && verdict === 'taken' && place ? [place] : []));
  return places.flatMap(({ manifest, path }) => {
    const spec = new FieldReader(manifest.object).at('spec');
    const server = spec.at('servers').exists ? [new FieldReader(manifest.object).at(...path)] : [];
    const listeners = spec.at('listeners').items.filter((listener) => listener.at('port').value === port);
    return [...server, ...listeners].map((each) => each.at('tls')).flatMap(({ exists, value }) => (exists ? [value] : []));
  });
}
