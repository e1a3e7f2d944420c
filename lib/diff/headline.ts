import { percentText } from '../requests/outcome';
import type { DecisionJson } from '../route/answer/json';
import type { Effect, FactChange, RequestChange } from './change';
import { type Diff, effectsOf } from './diff';
import { answeredShare } from './effect';
import { placeOf } from './moved-paths';

/** The one line that says what a change does: its most serious effect, then how many more there are. */
export function headlineOf(diff: Diff): string {
  const { requests, facts, findings } = diff;
  const [first] = effectsOf(diff);
  if (first === undefined) return quiet(diff);
  const request = requests.find(({ effect }) => effect === first);
  const fact = facts.find(({ effect }) => effect === first);
  const finding = findings.added.find(({ level }) => level === 'error');
  const text = request
    ? requestLine(request, requests)
    : fact
      ? `${labels[first]}: ${factLine(fact)}`
      : `new error: ${finding?.code} ${finding?.message}`;
  const more = requests.length + facts.length - (request && movedPair(request, requests) ? 2 : 1);
  return more > 0 && (request || fact) ? `${text}; ${more} more ${more === 1 ? 'change' : 'changes'}` : text;
}

/** What an effect is called at the start of a line. */
const labels: Readonly<Record<Effect, string>> = {
  'host-gone': 'host gone',
  'opens-to-world': 'opens to the world',
  'loses-answer': 'no longer answered',
  'opens-access': 'opens access',
  'loses-token': 'token no longer needed',
  'loses-mtls': 'mutual TLS lost',
  'closes-access': 'closes access',
  'moves-path': 'a path moves',
  'moves-traffic': 'traffic moves',
  'new-answer': 'newly answered',
  'changes-way': 'changes on the way',
  'loses-capacity': 'less capacity',
  'new-error': 'new error',
};

function quiet(diff: Diff): string {
  const { changed, classes, count, facts, findings } = diff;
  if (changed === 0) return `no request is answered otherwise: the ${countText(count, 'object')} are the same on both sides`;
  const compared = classes > 0 ? `${countText(classes, 'class', 'classes')} of requests compared` : 'no changed object concerns requests';
  const others = [
    facts.length > 0 ? `${countText(facts.length, 'value')} of permissions or capacity ${facts.length === 1 ? 'differs' : 'differ'}` : '',
    findings.added.length > 0 ? countText(findings.added.length, 'new finding') : '',
    changed > 0 ? `${countText(changed, 'object')} ${changed === 1 ? 'differs' : 'differ'}` : '',
  ].filter(Boolean);
  return `no request is answered otherwise: ${[compared, ...others].join('; ')}`;
}

function requestLine(change: RequestChange, all: readonly RequestChange[]): string {
  const { effect, what, witness, callers } = change;
  const sender = witness.from === undefined ? '' : ` from ${sendersText(callers)}`;
  const answers = `${change.old} → ${change.new}`;
  const pair = movedPair(change, all);
  if (pair) return `a path moves: ${pair.from.what} is now ${pair.to.what}${sender} (${pair.from.old})`;
  const moved = effect === 'moves-traffic' ? movedShare(witness.old, witness.new) : undefined;
  const label = moved !== undefined && moved < 1 ? `${percentText(moved)} of the traffic moves` : labels[effect];
  return `${label}: ${what}${sender}: ${answers}`;
}

/** Where a path moves: the requests that were answered, and those that are now. */
function movedPair(change: RequestChange, all: readonly RequestChange[]): { from: RequestChange; to: RequestChange } | undefined {
  if (change.effect !== 'moves-path') return undefined;
  const here = all.filter((other) => other.effect === 'moves-path' && placeOf(other) === placeOf(change));
  const from = here.find((other) => answeredShare(other.witness.old) > 0);
  const to = here.find((other) => other.new === from?.old && answeredShare(other.witness.new) > 0);
  return from && to && { from, to };
}

/** The share of requests that goes elsewhere, 0 to 1. */
function movedShare({ destinations: old }: DecisionJson, { destinations: next }: DecisionJson): number | undefined {
  if (old.length === 0 || next.length === 0) return undefined;
  const share = (all: DecisionJson['destinations'], key: string) =>
    all.reduce((sum, each) => (keyOf(each) === key ? sum + each.share : sum), 0);
  return [...new Set(next.map(keyOf))].reduce((sum, key) => sum + Math.max(0, share(next, key) - share(old, key)), 0);
}

function keyOf({ host, port, subset, workload }: DecisionJson['destinations'][number]): string {
  return `${host}:${port} ${subset} ${workload}`;
}

/** Whoever sends the requests, in a few words. */
export function sendersText(callers: readonly string[]): string {
  const [first = ''] = callers;
  return callers.length > 2 ? `${first} and ${callers.length - 1} more` : callers.join(' and ');
}

function factLine({ what, old, new: next }: FactChange): string {
  return `${what}: ${old} → ${next}`;
}

/** `1 object`, `2 objects`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
