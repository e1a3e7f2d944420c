import type { Cause } from '../mesh/passed-over/cause';
import type { Rule } from './rule';

/** The check of a rule that reports what the mesh passes over of the object in hand, for these causes. */
export function ofCauses(...causes: readonly Cause[]): Rule['check'] {
  return ({ manifest }, { mesh }) => mesh.passedOver.of(manifest).filter(({ cause }) => causes.includes(cause));
}
