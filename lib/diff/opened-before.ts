import { isDeepStrictEqual } from 'node:util';
import type { Answers } from '../requests/answers';
import { type Entry, withPort } from '../requests/entries';
import type { DecisionJson } from '../route/answer/json';
import { withoutPort } from '../route/request/request';
import type { RequestChange } from './change';
import { answeredShare } from './effect';

/**
 * What clients outside reached before by another port or scheme of the same host is not opened now: HTTPS beside HTTP opens
 * nothing.
 *
 * @param old answers before the change
 * @param entries where clients outside could ask before
 */
export function withoutKnownDoors(changes: readonly RequestChange[], old: Answers, entries: readonly Entry[]): RequestChange[] {
  return changes.map((change) => {
    if (change.effect !== 'opens-to-world') return change;
    const { request, new: next } = change.witness;
    const host = withoutPort(request.host ?? '');
    const doors = entries.filter(({ pattern, port }) => change.parts.some(({ entry }) => entry.pattern === pattern && entry.port !== port));
    const isKnown = doors.some(({ scheme, port }) => {
      const answer = old.answer({ request: { ...request, scheme, port, host: withPort(host, port, scheme) } });
      return answeredShare(answer) > 0 && isDeepStrictEqual(reachedBy(answer), reachedBy(next));
    });
    return isKnown ? { ...change, effect: 'new-answer' } : change;
  });
}

/** What an answer reaches: destinations without their shares, and the path. */
function reachedBy({ destinations, path }: DecisionJson): unknown {
  return [destinations.map(({ host, port, subset }) => `${host}:${port} ${subset}`).sort(), path];
}
