import type { Diagnostic, RuleDiagnostic } from '../diagnostic';
import type { KubernetesObject } from '../istio/objects';
import type { FieldPath } from '../manifest/manifest';
import { memo } from '../memo';
import { validateAdmission } from './admission/validate';
import { PathSet } from './path-set';
import { validateSchema } from './schema/validate';

/** What the API server says about an object on its own. */
export const schemaViolations = memo((object: KubernetesObject): readonly Diagnostic[] => validateSchema(object));

/** What istiod's webhook says about an object on its own. */
export const admissionViolations = memo((object: KubernetesObject): readonly Diagnostic[] => validateAdmission(object));

/** The fields at which the schema reports something. */
const schemaFields = memo((object: KubernetesObject) => new PathSet(schemaViolations(object).map(({ path }) => path)));

/** The fields at which the API server or istiod's webhook rejects an object. */
const rejectedFields = memo((object: KubernetesObject) => {
  const all = [...schemaViolations(object), ...admissionViolations(object)];
  return new PathSet(all.filter(({ level }) => level === 'error').map(({ path }) => path));
});

/** The fields of which istiod's webhook says that they are never used. */
const unusedFields = memo((object: KubernetesObject) => {
  const unused = admissionViolations(object).filter(({ code }) => code === 'IST0130' || code === 'IST0131');
  return new PathSet(unused.map(({ path }) => path));
});

/**
 * What istiod's webhook says under one code. What the schema already refuses at the same field is not said twice: the
 * API server would not even ask the webhook.
 */
export function admissionComplaints(object: KubernetesObject, code: string): RuleDiagnostic[] {
  return admissionViolations(object)
    .filter((violation) => violation.code === code)
    .filter(({ path, level }) => level !== 'error' || !schemaFields(object).has(path))
    .map(({ code: _, ...rest }) => rest);
}

/** Is this field of an object refused already, by the API server or by istiod's webhook? */
export function isRefused(object: KubernetesObject, path: FieldPath): boolean {
  return rejectedFields(object).hasAtOrAbove(path);
}

/** Does istiod's webhook say of something at or below this field that it is never used? */
export function isTold(object: KubernetesObject, path: FieldPath): boolean {
  return unusedFields(object).hasAtOrBelow(path);
}
