import type { Difference } from './comparison';

/** A difference that is known, and why what is said here is right. */
export interface Explanation {
  readonly code: string;
  readonly by: Difference['by'];
  readonly why: string;
  /** Is a difference of this kind? */
  readonly when: (difference: Difference) => boolean;
}
