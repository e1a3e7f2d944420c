import type { Diagnostic } from '../diagnostic';
import { groupOf, type KubernetesObject } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';
import { memo } from '../memo';
import { decodeMessage } from '../validation/admission/decode';
import { Field } from '../validation/violation';
import { admissionViolations, schemaViolations } from '../validation/violations';

/** An object that never takes effect, who rejects it, and why. */
export interface Rejection {
  /** The object that is rejected. */
  readonly manifest: Manifest;
  /** Who rejects the object. */
  readonly by: 'api-server' | 'webhook' | 'istiod';
  /** Why. */
  readonly diagnostic: Diagnostic;
}

/**
 * Who keeps objects out of a mesh: the API server and Istio's webhook; the API server alone, in a cluster without the
 * webhook; or nobody, to look at objects as if their faults were corrected.
 */
export type Admission = 'enforced' | 'without-webhook' | 'ignored';

const rejections = {
  enforced: memo((manifest: Manifest) => findRejection(manifest, true)),
  'without-webhook': memo((manifest: Manifest) => findRejection(manifest, false)),
  ignored: () => undefined,
};

/**
 * Why an object never takes effect; undefined for one that does. What the API server stores and istiod cannot read is
 * worse than rejected: istiod then cannot list objects of that kind at all. A number too large for its 32 bits was seen
 * to be stored.
 */
export function rejectionOf(manifest: Manifest, admission: Admission = 'enforced'): Rejection | undefined {
  return rejections[admission](manifest);
}

function findRejection(manifest: Manifest, webhook: boolean): Rejection | undefined {
  const { object } = manifest;
  const schema = schemaViolations(object).find(isError);
  if (schema) {
    const by = schema.message.endsWith('does not fit into 32 bits') ? 'istiod' : 'api-server';
    return { manifest, by, diagnostic: schema };
  }
  const admission = webhook ? admissionViolations(object).find(isError) : undefined;
  if (admission) return { manifest, by: 'webhook', diagnostic: admission };
  const [diagnostic] = unreadable(object);
  return diagnostic && { manifest, by: 'istiod', diagnostic };
}

/** The rejection as one line: what is rejected, where in it, and why. */
export function rejectionText({ manifest: { object }, diagnostic: { path, message } }: Rejection): string {
  return `${object.kind} ${object.metadata.name}: ${path.join('.')}: ${message}`;
}

function isError({ level }: Diagnostic): boolean {
  return level === 'error';
}

function unreadable(object: KubernetesObject): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (groupOf(object) === 'networking.istio.io')
    decodeMessage(`istio.networking.v1alpha3.${object.kind}`, object.spec, Field.root(diagnostics).at('spec'));
  return diagnostics;
}
