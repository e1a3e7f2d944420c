import type { Place } from '../../mesh/routing/http-rule';

/**
 * Something that Istio hands on and Envoy refuses. One such route makes Envoy refuse its whole table and everything
 * sent with it: a running gateway keeps its former configuration, a fresh one has none.
 */
export interface Refusal {
  /** What the refused value comes from. */
  readonly place: Place;
  /** Why, with the value, for a reader. */
  readonly reason: string;
}

/** The refusal of a field below a place. */
export function refusal({ manifest, path }: Place, field: readonly (string | number)[], reason: string): Refusal {
  return { place: { manifest, path: [...path, ...field] }, reason };
}

/** Characters no header name or value may hold. */
export function breaksHeader(value: string): boolean {
  return /[\0\r\n]/.test(value);
}
