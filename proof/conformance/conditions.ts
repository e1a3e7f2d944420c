import type { Problem, Reason } from '../../lib/mesh/gateway-api/objects';

/** A condition as the suite expects it; an empty reason is any. */
export interface ExpectedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** The condition that is `False` for a reason, or of `Conflicted` `True`. */
const typeOf: Readonly<Record<Reason, string>> = {
  NoMatchingParent: 'Accepted',
  NotAllowedByListeners: 'Accepted',
  NoMatchingListenerHostname: 'Accepted',
  UnsupportedValue: 'Accepted',
  UnsupportedProtocol: 'Accepted',
  UnsupportedAddress: 'Accepted',
  InvalidParameters: 'Accepted',
  TargetNotFound: 'Accepted',
  Conflicted: 'Accepted',
  RefNotPermitted: 'ResolvedRefs',
  BackendNotFound: 'ResolvedRefs',
  InvalidKind: 'ResolvedRefs',
  InvalidCertificateRef: 'ResolvedRefs',
  InvalidRouteKinds: 'ResolvedRefs',
  InvalidCACertificateRef: 'ResolvedRefs',
};

/** Reasons of the evaluator that stand for the suite's. */
const aliases: Readonly<Record<string, readonly Reason[]>> = {
  NotAllowed: ['NotAllowedByListeners'],
  HostnameConflict: ['Conflicted'],
  ProtocolConflict: ['Conflicted'],
  NoValidCACertificate: ['InvalidCACertificateRef', 'RefNotPermitted'],
  InvalidKind: ['InvalidKind', 'InvalidCACertificateRef'],
  InvalidCACertificateKind: ['InvalidCACertificateRef'],
};

/** Does a problem make a condition complain? None that is not accepted or resolved is programmed. */
function concerns({ reason }: Problem, { type, reason: wanted }: ExpectedCondition): boolean {
  if (type === 'Programmed') return true;
  if (type === 'Conflicted') return reason === 'Conflicted';
  return typeOf[reason] === type || (type === 'Accepted' && wanted === 'NoValidCACertificate' && isOfCertificate(reason));
}

function isOfCertificate(reason: Reason): boolean {
  return aliases.NoValidCACertificate?.includes(reason) ?? false;
}

/** What is expected of one condition and does not follow from the problems found. */
export function conditionDifferences(expected: ExpectedCondition, problems: readonly Problem[]): string[] {
  const { type, status, reason } = expected;
  const found = problems.filter(({ isSilent = false }) => !isSilent).filter((problem) => concerns(problem, expected));
  const reasons = [...new Set(found.map((problem) => problem.reason))];
  const isComplaint = type === 'Conflicted' ? status === 'True' : status === 'False';
  if (!isComplaint) return reasons.length === 0 ? [] : [`${type} has ${reasons.join(', ')}, expected ${status}`];
  const wanted: readonly string[] = aliases[reason] ?? [reason];
  const fits = type === 'Programmed' || reason === '' ? reasons.length > 0 : reasons.some((each) => wanted.includes(each));
  return fits ? [] : [`${type} has ${reasons.join(', ') || 'nothing'}, expected ${reason || status}`];
}
