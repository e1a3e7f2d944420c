import type { DecisionJson } from '../route/answer/json';

/** Where a request goes and what the client gets: the status, the destinations with their shares and pods, path, host, injected errors. */
export function trafficOf(answer: DecisionJson): object {
  const { status, destinations, path, host, location, abort, body, policies = [] } = answer;
  const { directResponse } = answer as DecisionJson & Readonly<Record<string, unknown>>;
  return {
    status,
    destinations: destinations.map(({ headers: _headers, reason, share, ...place }) => ({
      ...place,
      share: Number(share.toFixed(6)),
      isAnswered: reason === undefined,
    })),
    pods: podsOf(answer),
    path,
    host,
    location,
    abort,
    body,
    directResponse,
    outcomes: policies
      .filter(({ outcome }) => outcome !== 'allowed')
      .map(({ outcome, status: answered }) => ({ outcome, status: answered })),
  };
}

interface Pod {
  readonly workload?: string;
  readonly address?: string;
  readonly port: number;
}

function podText({ workload, address, port }: Pod): string {
  return `${[workload, address].filter(Boolean).join(' ')}:${port}`;
}

/** The pods that answer. An address that is the destination's own name says nothing of them: DNS knows who has it. */
export function podsOf(answer: DecisionJson): string[] {
  const { pods = [] } = answer as DecisionJson & { readonly pods?: readonly Pod[] };
  const own = new Set(answer.destinations.map(({ host, port }) => `${host}:${port}`));
  return [...new Set(pods.map(podText))].filter((pod) => !own.has(pod)).sort();
}

const notOnTheWay: ReadonlySet<string> = new Set([
  ...['status', 'destinations', 'path', 'host', 'location', 'abort', 'fault', 'body', 'policies', 'directResponse', 'pods'],
  ...['virtualService', 'route', 'reason', 'undecided', 'assumed'],
]);

/** What happens to a request on the way: timeouts, retries, delays, copies, headers, CORS, how a pod is picked and the connection made. */
export function wayOf(answer: DecisionJson): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !notOnTheWay.has(name)));
}
