import type { RequestChange } from './change';

/**
 * Requests that are no longer answered and others that are now answered the same way: at the same host another path, or
 * at another gateway the same requests. Both move, which neither takes anything away nor opens anything.
 */
export function withMoves(changes: readonly RequestChange[]): RequestChange[] {
  const lost = changes.filter(({ effect }) => effect === 'loses-answer' || effect === 'host-gone');
  const gained = changes.filter(({ effect }) => effect === 'opens-to-world' || effect === 'new-answer');
  const moved = new Map<RequestChange, 'moves-path' | 'moves-gateway'>();
  for (const from of lost) {
    for (const to of gained) {
      if (from.old !== to.new) continue;
      const isAtOtherGateway = from.what === to.what && from.witness.from === to.witness.from;
      const effect = placeOf(from) === placeOf(to) ? 'moves-path' : isAtOtherGateway ? 'moves-gateway' : undefined;
      if (effect === undefined) continue;
      moved.set(from, effect);
      moved.set(to, effect);
    }
  }
  return changes.map((change) => ({ ...change, effect: moved.get(change) ?? change.effect }));
}

/** Where requests come in, and from whom. */
export function placeOf({ callers, witness: { request } }: RequestChange): string {
  return `${callers.join()} ${request.scheme} ${request.host} ${request.port}`;
}
