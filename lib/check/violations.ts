import type { FieldPath, KubernetesObject } from '../manifest/manifest';
import { validateAdmission } from './admission/validate';
import type { Complaint } from './field-reader';
import { memo } from './memo';
import { validateSchema } from './schema/validate';
import type { Violation } from './violation';

/** What the API server says about an object on its own. */
export const schemaViolations = memo((object: KubernetesObject): readonly Violation[] => validateSchema(object));

const admissionViolations = memo((object: KubernetesObject): readonly Violation[] => validateAdmission(object));

/**
 * What istiod's webhook says under one code. What the schema already refuses at the same field is not said twice: the
 * API server would not even ask the webhook.
 */
export function admissionComplaints(object: KubernetesObject, code: string): Complaint[] {
  const refused = schemaViolations(object);
  return admissionViolations(object)
    .filter((violation) => violation.code === code)
    .filter(({ path }) => !refused.some((other) => samePath(path, other.path)))
    .map(({ path, message, why, fix, level }) => ({ path, what: message, why, fix, level }));
}

function samePath(one: FieldPath, other: FieldPath): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}
