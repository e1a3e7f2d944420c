import { isDeepStrictEqual } from 'node:util';
import { connectionsOf } from '../requests/compared-answer';
import { trafficOf } from '../requests/seen';
import type { DecisionJson } from '../route/answer/json';
import type { Effect, RequestChange } from './change';

/** The part of the diff in which two different answers belong. */
export function sectionOf(old: DecisionJson, next: DecisionJson): RequestChange['section'] {
  if (isDeepStrictEqual(trafficOf(old), trafficOf(next))) return losesTls(old, next) ? 'access' : 'way';
  return isDenied(old) !== isDenied(next) ? 'access' : 'traffic';
}

interface Answered {
  readonly old: DecisionJson;
  readonly new: DecisionJson;
  readonly isOutside: boolean;
}

/** What the difference of two answers is to the caller. */
export function effectOf({ old, new: next, isOutside }: Answered): Effect {
  const isAccess = isDenied(old) !== isDenied(next);
  const [before, after] = [answeredShare(old), answeredShare(next)];
  // Where HTTPS has nothing either, who was sent there loses nothing.
  if (isSentToHttps(old) && after === 0) return 'moves-traffic';
  if (isLess(after, before)) return isAccess && after === 0 ? 'closes-access' : 'loses-answer';
  if (isLess(before, after)) {
    if (before === 0 && isOutside && isForwarded(next)) return 'opens-to-world';
    return isAccess ? 'opens-access' : 'new-answer';
  }
  if (before === 0) return 'fails-otherwise';
  if (losesTls(old, next) || (isOutside && servesPlainText(old, next))) return 'loses-mtls';
  if (isDeepStrictEqual(trafficOf(old), trafficOf(next))) return 'changes-way';
  return old.path !== next.path && isDeepStrictEqual(placesOf(old), placesOf(next)) ? 'moves-path' : 'moves-traffic';
}

function isDenied({ policies = [] }: DecisionJson): boolean {
  return policies.some(({ outcome }) => outcome === 'denied');
}

/** Is the same destination now called in plain text? */
function losesTls(old: DecisionJson, next: DecisionJson): boolean {
  const isPlain = (answer: DecisionJson) => connectionsOf(answer).includes('plain text');
  const isKnown = connectionsOf(old).length > 0;
  return isKnown && !isPlain(old) && isPlain(next) && isDeepStrictEqual(placesOf(old), placesOf(next));
}

/** Was the client sent to HTTPS, and is it now answered without? */
function servesPlainText(old: DecisionJson, next: DecisionJson): boolean {
  return isSentToHttps(old) && next.location === null;
}

/** By the server of the gateway, and not by a route. */
function isSentToHttps({ location, route }: DecisionJson): boolean {
  return route === null && location?.startsWith('https://') === true;
}

/** The destinations that answer, by host and port. */
function placesOf({ destinations }: DecisionJson): string[] {
  return [...new Set(destinations.filter(({ reason }) => reason === undefined).map(({ host, port }) => `${host}:${port}`))].sort();
}

function isForwarded({ destinations }: DecisionJson): boolean {
  return destinations.some(({ reason }) => reason === undefined);
}

/** Shares are sums of weights, so that rounding alone makes no difference. */
function isLess(one: number, other: number): boolean {
  return one < other - 1e-6;
}

/** The share of such requests that an application or a redirect answers, 0 to 1. */
export function answeredShare({ status, destinations, location, abort }: DecisionJson): number {
  if (location !== null) return 1;
  const passing = abort ? 1 - abort.share : 1;
  if (destinations.length === 0) return typeof status === 'number' && status < 400 ? passing : 0;
  return passing * destinations.reduce((sum, { share, reason }) => (reason === undefined ? sum + share : sum), 0);
}

/** Does no route table name the host? */
export function isUnknownHost({ status, route }: DecisionJson): boolean {
  return route === null && (status === 404 || status === 502 || status === 'error');
}

/** Does something else than a redirect answer? */
export function isServed(answer: DecisionJson): boolean {
  return answer.location === null && answeredShare(answer) > 0;
}

/** Is no part of such requests answered, and not for a policy? */
export function isUnanswered(answer: DecisionJson): boolean {
  return answeredShare(answer) === 0 && !isDenied(answer);
}
