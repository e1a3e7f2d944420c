import { millisecond } from '../values/duration';
import type { Field } from '../violation';

/** A duration that istiod hands to Envoy: at least 1ms, and whole milliseconds. Nothing is said where none is given. */
export function checkDuration(nanoseconds: bigint | undefined, at: Field): void {
  if (nanoseconds === undefined) return;
  if (nanoseconds < millisecond) at.error('the duration is shorter than `1ms`');
  else if (nanoseconds % millisecond !== 0n) at.error('the duration is not a whole number of milliseconds');
}
