import type { Decision, Destination } from './answer/decision';
import { outcomes, type SharedOutcome } from './refusals/outcome';
import { outcomeDifferences, type SeenOutcome } from './refusals/outcome-differences';
import { type Incoming, receive } from './request/incoming';
import type { Request } from './request/request';
import { type HeaderChanges, headerChanges } from './rule/header-changes';

interface RecordedHeaders {
  readonly set?: Readonly<Record<string, string | readonly string[]>>;
  readonly removed?: readonly string[];
}

/** What the pods of the recorded cases answer with. */
const answeredHeaders: Incoming['headers'] = new Map([
  ['x-app', ['backend']],
  ['x-drop', ['secret']],
]);

/** One answer as a client and the backend saw it. */
export interface RecordedAnswer extends SeenOutcome {
  /** Envoy's name of the route that took the request. */
  readonly route?: string;
  /** The cluster the route chose. */
  readonly cluster?: { readonly host: string; readonly port: number; readonly subset?: string };
  /** Headers the backend got otherwise than they were sent. */
  readonly upstreamHeaders?: RecordedHeaders;
  /** Headers the client got otherwise than the backend sent them. */
  readonly responseHeaders?: RecordedHeaders;
}

/** One answer, or several with how often each was seen where the same request was sent `total` times. */
export type RecordedOutcome = RecordedAnswer & {
  readonly total?: number;
  readonly variants?: readonly RecordedVariant[];
};

interface RecordedVariant extends RecordedAnswer {
  readonly n: number;
  /** How often each pod answered. */
  readonly pods?: Readonly<Record<string, number>>;
}

/** The fields in which a decision differs from the recorded outcome; none when it is right. */
export function answerDifferences(decision: Decision, request: Request, recorded: RecordedOutcome): string[] {
  const shares = outcomes(decision);
  const answers: readonly RecordedAnswer[] = recorded.variants ?? [recorded];
  const wrong = recorded.variants ? sharesDiffer(shares, recorded.variants, recorded.total ?? 0) : onlyDifferences(shares, recorded);
  if (answers.some(({ route }) => route !== undefined && route !== routeName(decision))) wrong.push('route');
  if (answers.some((answer) => answer.cluster && decision.destinations.length > 0 && !decision.destinations.some(leadsTo(answer.cluster))))
    wrong.push('cluster');
  if (answers.some((answer) => answer.backend && !predictedHeaders(decision, request).includes(seenHeaders(answer)))) wrong.push('headers');
  return wrong;
}

function onlyDifferences(shares: readonly SharedOutcome[], recorded: RecordedAnswer): string[] {
  const [only] = shares;
  return only && shares.length === 1 ? outcomeDifferences(only, recorded) : ['shares'];
}

function sharesDiffer(shares: readonly SharedOutcome[], variants: readonly RecordedVariant[], total: number): string[] {
  const counts = shares.map(() => 0);
  for (const variant of variants) {
    const fitting = shares.flatMap((share, index) => (outcomeDifferences(share, variant).length === 0 ? [index] : []));
    if (fitting.length === 0) return ['shares'];
    for (const index of fitting) counts[index] = (counts[index] ?? 0) + variant.n;
  }
  return shares.every((share, index) => isLikely(share, shares, counts[index] ?? 0, total)) ? [] : ['shares'];
}

/** Within five standard deviations; equal outcomes share their count. */
function isLikely(share: SharedOutcome, all: readonly SharedOutcome[], count: number, total: number): boolean {
  const text = (outcome: SharedOutcome) => JSON.stringify({ ...outcome, share: 0 });
  const expected = all.filter((other) => text(other) === text(share)).reduce((sum, other) => sum + other.share, 0);
  return Math.abs(count - total * expected) <= 5 * Math.sqrt(total * expected * (1 - expected)) + 1e-9;
}

/** Source: Istio `translateRoute`: the rule's name, and behind a dot the match's. */
function routeName({ route }: Decision): string | undefined {
  const match = route?.matchIndex === undefined ? undefined : route.rule.spec.match?.[route.matchIndex];
  return match?.name ? `${route?.rule.spec.name}.${match.name}` : route?.rule.spec.name;
}

function leadsTo({ host, port, subset }: NonNullable<RecordedAnswer['cluster']>) {
  return ({ cluster }: Destination) => cluster.host === host && cluster.port === port && (cluster.subset || undefined) === subset;
}

/** The changes of the headers that the backend gets, and of those that the client gets, for each destination. */
function predictedHeaders(decision: Decision, request: Request): string[] {
  const incoming = receive(request);
  if ('malformed' in incoming) return [];
  return decision.destinations.map((destination) => {
    const response = headerChanges({ requestHeaders: destination.responseHeaders }, { ...incoming, headers: answeredHeaders });
    return headerText(headerChanges(destination, incoming)) + headerText(response);
  });
}

function seenHeaders({ upstreamHeaders, responseHeaders }: RecordedAnswer): string {
  return [upstreamHeaders, responseHeaders]
    .map(({ set = {}, removed = [] }: RecordedHeaders = {}) =>
      headerText({ set: Object.fromEntries(Object.entries(set).map(([name, value]) => [name, [value].flat()])), removed }),
    )
    .join('');
}

/** Without the two that Envoy adds when it rewrites path or host. */
function headerText({ set, removed }: HeaderChanges): string {
  const entries = Object.entries(set).filter(([name]) => !name.startsWith('x-envoy-original-'));
  return JSON.stringify([entries.map(([name, value]) => [name, value.join()]).sort(), [...removed].sort()]);
}
