import type { GraphEdge } from './graph';

/** How an edge is drawn: refused, for some requests only, not known, or answered. */
export type EdgeState = 'bad' | 'part' | 'unsure' | 'good';

/** What becomes of requests on an edge, in one word. */
export function stateOf({ kind, status, access, undecided }: GraphEdge): EdgeState {
  if (status === 'error' || status >= 400) return 'bad';
  if (undecided.length > 0 && kind !== 'enter') return 'unsure';
  return access !== undefined && access.permission !== 'allowed' && kind !== 'pods' ? 'part' : 'good';
}
