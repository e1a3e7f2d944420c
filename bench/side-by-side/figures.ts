import type { Usage } from './usage';

/** The median of some runs, or why there is none. */
export type Outcome = Measured | { readonly failure: string };

/** A median, and of how many runs. */
export interface Measured extends Usage {
  readonly runs: number;
}

/** What was measured of one program, by how many services it was given. */
export interface Figures {
  readonly name: string;
  readonly how: string;
  /** undefined: the program is missing. */
  readonly version: string | undefined;
  readonly bySize: ReadonlyMap<number, Outcome>;
  /** What it finds of the faults, of checkers. */
  readonly finds?: string;
}

/** A measurement, if there is one. */
export function measuredOf(figures: Figures | undefined, size: number): Measured | undefined {
  const outcome = figures?.bySize.get(size);
  return outcome && !('failure' in outcome) ? outcome : undefined;
}
