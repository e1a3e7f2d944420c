import type { Cache } from '../binaries/cache';
import type { Plane } from '../plane';

/** What a part of the proof acts on. */
export interface Bench {
  readonly plane: Plane;
  readonly cache: Cache;
}
