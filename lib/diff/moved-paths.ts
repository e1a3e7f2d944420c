import type { RequestChange } from './change';

/**
 * Requests that are no longer answered and others of the same host and callers that are now answered the same way: a path
 * that moves, which neither takes anything away nor opens anything.
 */
export function withMovedPaths(changes: readonly RequestChange[]): RequestChange[] {
  const lost = changes.filter(({ effect }) => effect === 'loses-answer' || effect === 'host-gone');
  const gained = changes.filter(({ effect }) => effect === 'opens-to-world' || effect === 'new-answer');
  const moved = new Set<RequestChange>();
  for (const from of lost) {
    for (const to of gained) {
      if (from.old !== to.new || placeOf(from) !== placeOf(to)) continue;
      moved.add(from);
      moved.add(to);
    }
  }
  return changes.map((change) => (moved.has(change) ? { ...change, effect: 'moves-path' } : change));
}

/** Where requests come in, and from whom. */
export function placeOf({ witness: { from, request } }: RequestChange): string {
  return `${from} ${request.scheme} ${request.host} ${request.port}`;
}
