import type { Decision, Destination } from '../../lib/route/answer/decision';
import type { TraceStep } from '../../lib/route/answer/trace';
import { outcomes, type SharedOutcome } from '../../lib/route/refusals/outcome';
import { outcomeDifferences, type SeenOutcome } from '../../lib/route/refusals/outcome-differences';
import { receive } from '../../lib/route/request/incoming';
import type { Request } from '../../lib/route/request/request';
import { headerChanges } from '../../lib/route/rule/header-changes';
import type { Echo } from '../differential/observer';

/** What a request was seen to do: to the client, and to the program that answered. */
export interface Seen {
  readonly outcome: SeenOutcome;
  readonly body?: string;
  readonly echo?: Echo;
}

/** The headers that rules of the generated configurations change. */
const changedNames = ['mode', 'x-env', 'x-new', 'x-one'] as const;

/** How what was seen differs from each outcome that is predicted; none when one of them fits. */
export function differencesOf(
  decision: Decision,
  steps: readonly TraceStep[],
  { request, seen }: { request: Request; seen: Seen },
): string[] {
  const all = outcomes(decision).map((outcome, index) => differences(outcome, decision.destinations[index], { request, seen }));
  const of = all.find((each) => each.length === 0) ?? all[0] ?? ['outcome'];
  if (of.length > 0) return of;
  return [...bodyDifference(decision, seen), ...transportDifference(steps, seen)];
}

function differences(
  outcome: SharedOutcome,
  destination: Destination | undefined,
  { request, seen }: { request: Request; seen: Seen },
): string[] {
  if (destination?.cluster.passthrough && !destination.cluster.service) return passedOn(outcome, seen.outcome);
  const found = outcomeDifferences(outcome, seen.outcome);
  return found.length > 0 || !destination || !seen.echo || outcome.status !== 200
    ? found
    : headerDifferences(destination, request, seen.echo);
}

/** Who answers outside the mesh manifests do not say. */
function passedOn({ status, upstreamPath, upstreamHost }: SharedOutcome, seen: SeenOutcome): string[] {
  if (String(status) !== String(seen.error ? 'error' : seen.status)) return ['status'];
  return upstreamPath === seen.upstreamPath && upstreamHost === seen.upstreamHost ? [] : ['path or host'];
}

function headerDifferences(destination: Destination, request: Request, { headers }: Echo): string[] {
  const incoming = receive(request);
  if ('malformed' in incoming) return [];
  const { set, removed } = headerChanges(destination, incoming);
  return changedNames.flatMap((name) => {
    const sent = incoming.headers.get(name);
    const expected = removed.includes(name) ? undefined : (set[name] ?? sent);
    const wanted = expected === undefined ? undefined : [expected].flat().join(', ');
    const got = headers[name] === undefined ? undefined : [headers[name]].flat().join(', ');
    return wanted === got ? [] : [`header ${name}`];
  });
}

/** What a policy answers, it answers in Istio's words. */
function bodyDifference({ body }: Decision, seen: Seen): string[] {
  const isPolicy = seen.outcome.status === 401 || seen.outcome.status === 403;
  return body === undefined || !isPolicy || seen.body === body ? [] : ['body'];
}

/** Whether the last connection was mutual TLS, and as whom: its server writes so into a header. */
function transportDifference(steps: readonly TraceStep[], { echo }: Seen): string[] {
  const taken = steps.filter(({ step, verdict }) => step === 'connection' && verdict === 'taken');
  const words = new Set(taken.map(({ what }) => what.replace(/ to port .*/, '')));
  const [only] = words;
  if (!echo || words.size !== 1 || only === undefined) return [];
  const certificate = String(echo.headers['x-forwarded-client-cert'] ?? '');
  const shown = /URI=([^;,]+)/.exec(certificate)?.[1];
  if (only.startsWith('mutual TLS')) return only.endsWith(` as ${shown}`) || taken.every(readsNoRequests) ? [] : ['transport'];
  return shown === undefined ? [] : ['transport'];
}

/** On a port of bytes, no proxy writes headers. */
function readsNoRequests({ what }: TraceStep): boolean {
  return what.includes('port 9000 ');
}
