import type { Diagnostic, RuleDiagnostic } from '../diagnostic';
import type { KubernetesObject } from '../istio/objects';
import type { FieldPath } from '../manifest/manifest';
import { memo } from '../memo';
import { validateAdmission } from './admission/validate';
import { validateSchema } from './schema/validate';

/** What the API server says about an object on its own. */
export const schemaViolations = memo((object: KubernetesObject): readonly Diagnostic[] => validateSchema(object));

/** What istiod's webhook says about an object on its own. */
export const admissionViolations = memo((object: KubernetesObject): readonly Diagnostic[] => validateAdmission(object));

/**
 * What istiod's webhook says under one code. What the schema already refuses at the same field is not said twice: the
 * API server would not even ask the webhook.
 */
export function admissionComplaints(object: KubernetesObject, code: string): RuleDiagnostic[] {
  const refused = schemaViolations(object);
  return admissionViolations(object)
    .filter((violation) => violation.code === code)
    .filter(({ path, level }) => level !== 'error' || !refused.some((other) => samePath(path, other.path)))
    .map(({ code: _, ...rest }) => rest);
}

function samePath(one: FieldPath, other: FieldPath): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

/** Is this field of an object refused already, by the API server or by istiod's webhook? */
export function isRefused(object: KubernetesObject, path: FieldPath): boolean {
  return [...schemaViolations(object), ...admissionViolations(object)].some(
    (violation) => violation.level === 'error' && violation.path.every((step, index) => step === path[index]),
  );
}

/** Does istiod's webhook say of something at or below this field that it is never used? */
export function isTold(object: KubernetesObject, path: FieldPath): boolean {
  return admissionViolations(object).some(
    ({ code, path: other }) => (code === 'IST0130' || code === 'IST0131') && path.every((step, index) => step === other[index]),
  );
}
