import type { KubernetesObject } from '../../manifest/manifest';
import type { Violation } from '../violation';

/**
 * What the API server says about one object on its own: its schema, its CEL rules, its name and labels, and fields that
 * the schema lacks (as `kubectl apply` asks for). Kinds that no schema is known for are not judged.
 */
export function validateSchema(_object: KubernetesObject): Violation[] {
  return [];
}
