import { isDeepStrictEqual } from 'node:util';
import { trafficOf } from '../requests/seen';
import type { DecisionJson } from '../route/answer/json';
import type { Effect, RequestChange } from './change';

/** The part of the diff in which two different answers belong. */
export function sectionOf(old: DecisionJson, next: DecisionJson): RequestChange['section'] {
  if (isDeepStrictEqual(trafficOf(old), trafficOf(next))) return 'way';
  return isDenied(old) !== isDenied(next) ? 'access' : 'traffic';
}

interface Answered {
  readonly old: DecisionJson;
  readonly new: DecisionJson;
  readonly isOutside: boolean;
}

/** What the difference of two answers is to the caller. */
export function effectOf({ old, new: next, isOutside }: Answered): Effect {
  const section = sectionOf(old, next);
  if (section === 'way') return 'changes-way';
  const [before, after] = [answeredShare(old), answeredShare(next)];
  if (before > 0 && after === 0) return section === 'access' ? 'closes-access' : 'loses-answer';
  if (before === 0 && after > 0) return isOutside ? 'opens-to-world' : section === 'access' ? 'opens-access' : 'new-answer';
  return 'moves-traffic';
}

function isDenied({ policies = [] }: DecisionJson): boolean {
  return policies.some(({ outcome }) => outcome === 'denied');
}

/** The share of such requests that an application or a redirect answers, 0 to 1. */
export function answeredShare({ status, destinations, location }: DecisionJson): number {
  if (location !== null) return 1;
  if (destinations.length === 0) return typeof status === 'number' && status < 400 ? 1 : 0;
  return destinations.reduce((sum, { share, reason }) => (reason === undefined ? sum + share : sum), 0);
}

/** Does no route table name the host? */
export function isUnknownHost({ status, route }: DecisionJson): boolean {
  return route === null && (status === 404 || status === 502 || status === 'error');
}
