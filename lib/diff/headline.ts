import { isDeepStrictEqual } from 'node:util';
import { outsideCaller } from '../requests/callers';
import { connectionsOf } from '../requests/compared-answer';
import { percentText } from '../requests/outcome';
import { podsOf } from '../requests/seen';
import { withoutLabel } from '../requests/way-text';
import type { DecisionJson } from '../route/answer/json';
import type { Effect, FactChange, RequestChange } from './change';
import { type Diff, effectsOf } from './diff';
import { answeredShare, isUnknownHost } from './effect';
import { placeOf } from './moved-paths';

/** The one line that says what a change does: its most serious effect, then how many more there are. */
export function headlineOf(diff: Diff): string {
  const { requests, facts, findings } = diff;
  const [first] = effectsOf(diff);
  if (first === undefined) return quiet(diff);
  const open = diff.undecided.length > 0 ? `; ${countText(diff.undecided.length, 'thing')} undecided` : '';
  const request = requests.find(({ effect }) => effect === first);
  const fact = facts.find(({ effect }) => effect === first);
  const finding = findings.added.find(({ level }) => level === 'error');
  const text = request
    ? requestLine(request, requests)
    : fact
      ? `${labels[first]}: ${factLine(fact)}`
      : `new error: ${finding?.code} ${finding?.message}`;
  const more = requests.length + facts.length - (request && movedPair(request, requests) ? 2 : 1);
  return `${more > 0 && (request || fact) ? `${text}; ${more} more ${more === 1 ? 'change' : 'changes'}` : text}${open}`;
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
  'moves-gateway': 'moves to another gateway',
  'moves-path': 'arrives at another path',
  'moves-traffic': 'traffic moves',
  'new-answer': 'newly answered',
  'changes-way': 'changes on the way',
  'fails-otherwise': 'fails in another way',
  'loses-capacity': 'less capacity',
  'new-error': 'new error',
};

function quiet(diff: Diff): string {
  const { changed, classes, count, facts, findings, undecided } = diff;
  if (undecided.length > 0) {
    const more = undecided.length > 1 ? ` and ${undecided.length - 1} more` : '';
    return `undecided: ${undecided[0]}${more}; apart from that, no request is answered otherwise`;
  }
  if (changed === 0)
    return `no request is answered otherwise: the ${countText(count, 'object')} ${count === 1 ? 'is' : 'are'} the same on both sides`;
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
  const isAnywhere = callers.includes(outsideCaller.text);
  const sender = witness.from === undefined ? (isAnywhere ? '' : ` at gateway ${gatewayText(change)}`) : ` from ${sendersText(callers)}`;
  const answers = answersText(change);
  const pair = movedPair(change, all);
  if (pair && effect === 'moves-path') return `a path moves: ${pair.from.what} is now ${pair.to.what}${sender} (${pair.from.old})`;
  if (pair) return `${labels[effect]}: ${what} (${change.old}): ${gatewayText(pair.from)} → ${gatewayText(pair.to)}`;
  return `${labelOf(change)}: ${what}${sender}: ${answers}`;
}

/** Both answers; what is said of a fact on the way is not repeated: `timeout 5s → 1s`. */
function answersText({ effect, old, new: next }: RequestChange): string {
  const isFact = effect === 'changes-way' || effect === 'loses-mtls';
  return `${old} → ${isFact ? withoutLabel(old, next) : next}`;
}

/** An effect in a few words, with the share of requests that it is about where that is not all of them. */
function labelOf({ effect, witness: { old, new: next } }: RequestChange): string {
  const changed = answeredShare(next) - answeredShare(old);
  const isPart = Math.abs(changed) < 1 - 1e-6;
  if (effect === 'loses-answer' && isPart) return `${percentText(-changed)} no longer answered`;
  if (effect === 'new-answer' && isPart) return `${percentText(changed)} newly answered`;
  if (effect === 'loses-mtls' && !connectionsOf(old).includes('mutual TLS'))
    return old.location === null ? 'TLS lost' : 'TLS no longer required';
  if (effect === 'host-gone' && !isUnknownHost(next)) return 'host no longer answered';
  const moved = effect === 'moves-traffic' ? movedShare(old, next) : undefined;
  if (moved === undefined || moved >= 1 - 1e-6) return labels[effect];
  return moved > 0 ? `${percentText(moved)} of the traffic moves` : 'answered otherwise';
}

function gatewayText({ callers }: RequestChange): string {
  return sendersText(callers).replaceAll(`${outsideCaller.text}, at gateway `, '');
}

/** Where a path or gateway moves: the requests that were answered, and those that are now. */
function movedPair(change: RequestChange, all: readonly RequestChange[]): { from: RequestChange; to: RequestChange } | undefined {
  const { effect, what } = change;
  if (effect !== 'moves-path' && effect !== 'moves-gateway') return undefined;
  const isNear = (other: RequestChange) => (effect === 'moves-path' ? placeOf(other) === placeOf(change) : other.what === what);
  const here = all.filter((other) => other.effect === effect && isNear(other));
  const from = here.find(({ witness }) => answeredShare(witness.old) > 0 && answeredShare(witness.new) === 0);
  const to = here.find(({ new: next, witness }) => next === from?.old && answeredShare(witness.old) === 0);
  return from && to && { from, to };
}

/** The share of requests that goes elsewhere, 0 to 1. */
function movedShare(before: DecisionJson, after: DecisionJson): number | undefined {
  const [{ destinations: old }, { destinations: next }] = [before, after];
  if (old.length === 0 || next.length === 0) return undefined;
  if (old.length === 1 && next.length === 1 && !isDeepStrictEqual(podsOf(before), podsOf(after))) return undefined;
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
