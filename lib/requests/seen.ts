import type { DecisionJson } from '../route/answer/json';

/** Where a request goes and what the client gets: the status, the destinations with their shares and pods, path, host, faults. */
export function trafficOf(answer: DecisionJson): object {
  const { status, destinations, path, host, location, abort, body, policies = [] } = answer;
  const { delay, directResponse, pods = [] } = answer as DecisionJson & Readonly<Record<string, unknown>>;
  return {
    status,
    destinations: destinations.map(({ headers: _headers, reason, share, ...place }) => ({
      ...place,
      share: Number(share.toFixed(6)),
      isAnswered: reason === undefined,
    })),
    pods: [...new Set((pods as readonly Pod[]).map(podText))].sort(),
    path,
    host,
    location,
    abort,
    body,
    delay,
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
  return `${workload ?? address}:${port}`;
}

/** The pods that answer. */
export function podsOf(answer: DecisionJson): string[] {
  const { pods = [] } = answer as DecisionJson & { readonly pods?: readonly Pod[] };
  return [...new Set(pods.map(podText))].sort();
}

const notOnTheWay: ReadonlySet<string> = new Set([
  ...['status', 'destinations', 'path', 'host', 'location', 'abort', 'fault', 'body', 'policies', 'delay', 'directResponse', 'pods'],
  ...['virtualService', 'route', 'reason', 'undecided', 'assumed'],
]);

/** What happens to a request on the way: timeouts, retries, copies, headers, CORS, how a pod is picked. */
export function wayOf(answer: DecisionJson): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !notOnTheWay.has(name)));
}
