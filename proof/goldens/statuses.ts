import { qualifiedName } from '../../lib/istio/names';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { Manifest } from '../../lib/manifest/manifest';
import type { GatewayApi } from '../../lib/mesh/gateway-api/gateway-api';
import type { Golden } from './files';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** The complaints that istiod writes into the status of each object, against the problems that the evaluator finds. */
export function statusDifferences({ statuses }: Golden, manifests: readonly Manifest[], api: GatewayApi): string[] {
  return manifests.flatMap((manifest) => {
    const { object } = manifest;
    const golden = statuses.find(
      ({ kind, metadata }) => kind === object.kind && qualifiedName({ ...object, metadata }) === qualifiedName(object),
    );
    if (!golden) return [];
    const expected = complaints(golden.status).map((reason) =>
      object.kind === 'BackendTLSPolicy' ? (ofPolicies[reason] ?? reason) : reason,
    );
    const reasons = api.problemsOf(manifest).flatMap(({ reason, isSilent }) => (isSilent ? [] : [nameOf(reason, object)]));
    const isHidden = (reason: string) => unresolved.has(reason) && expected.some((one) => one !== reason && unresolved.has(one));
    const found = [...new Set(reasons)]
      .filter(Boolean)
      .filter((reason) => expected.includes(reason) || !isHidden(reason))
      .sort();
    if (expected.join() === found.join()) return [];
    return [
      `${object.kind} ${qualifiedName(object)}: istiod writes ${expected.join(', ') || 'nothing'}, the evaluator ${found.join(', ') || 'nothing'}`,
    ];
  });
}

/**
 * Reasons that say less than others beside them do, that speak of addresses alone, that an annotation asks for, or that the
 * evaluator does not look at: certificates that a gateway shows to backends.
 */
const derived = new Set([
  'Invalid',
  'ListenersNotValid',
  'NoValidCACertificate',
  'AddressNotUsable',
  'IgnoredByIstio',
  'InvalidClientCertificateRef',
]);

/** Reasons of one condition, of which istiod names the last. */
const unresolved = new Set(['BackendNotFound', 'InvalidKind', 'RefNotPermitted']);

/** What the evaluator calls by one name. */
const names: Readonly<Record<string, string>> = {
  HostnameConflict: 'Conflicted',
  ProtocolConflict: 'Conflicted',
  NotAllowed: 'NotAllowedByListeners',
  InvalidCACertificateKind: 'InvalidCACertificateRef',
};

/** Only objects with a UID conflict, and most of the tests' have none; of a policy, `InvalidKind` is that of its certificate. */
function nameOf(reason: string, { kind, metadata }: KubernetesObject): string {
  return reason === 'Conflicted' && kind === 'BackendTLSPolicy' && !('uid' in metadata) ? '' : reason;
}

const ofPolicies: Readonly<Record<string, string>> = { InvalidKind: 'InvalidCACertificateRef' };

/** The reasons of conditions that are not as they should be, anywhere in a status. */
function complaints(status: unknown): string[] {
  const reasons = conditionsIn(status)
    .filter(isComplaint)
    .map(({ reason }) => reason);
  return [...new Set(reasons.filter((reason) => !derived.has(reason)).map((reason) => names[reason] ?? reason))].sort();
}

function isComplaint({ type, status }: Condition): boolean {
  return type === 'Conflicted' || type === 'OverlappingTLSConfig' ? status === 'True' : status === 'False';
}

function conditionsIn(value: unknown): Condition[] {
  if (value === null || typeof value !== 'object') return [];
  const { conditions = [] } = value as { readonly conditions?: readonly Condition[] };
  return [...conditions, ...Object.values(value).flatMap(conditionsIn)].filter(({ type }) => type !== undefined);
}
