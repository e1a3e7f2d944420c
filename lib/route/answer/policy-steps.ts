import type { Place } from '../../mesh/routing/http-rule';
import { referenceText } from '../policy/authorization';
import type { Verdict } from '../policy/policy-filters';
import type { PolicyStage } from '../policy/policy-stage';
import type { TraceStep } from './trace';

/** For example `403 RBAC: access denied, AuthorizationPolicy shop/deny-admin rule 0 denies it`. */
export function refusalText({ status, body, reason }: Verdict): string {
  const answer = status === undefined ? 'connection closed' : [status, body].filter(Boolean).join(' ');
  if (reason === undefined || reason === body) return answer;
  // what is wrong with a token is both the body and the beginning of the reason
  return body !== undefined && reason.startsWith(body) ? `${status} ${reason}` : `${answer}, ${reason}`;
}

const words = { allowed: 'taken', denied: 'no', undecided: 'no' } as const;

/** What the policies of one proxy did, and what of it is not known. */
export function policyStep({ proxy, verdict }: PolicyStage): TraceStep {
  return { step: 'policy', what: proxy, verdict: words[verdict.outcome], why: why(verdict), place: placeOf(verdict) };
}

function why(verdict: Verdict): string {
  const { outcome, undecided, assumed, logged, claims, changes } = verdict;
  const notes = [
    ...(changes?.added ?? []).map(([name, value]) => `sets \`${name}: ${value}\``),
    ...(changes && claims && !changes.forwarded ? ['the token goes no further'] : []),
    ...assumed,
    ...logged.map((reference) => `${referenceText(reference)} matches, and is only logged`),
  ];
  const own =
    outcome === 'denied'
      ? refusalText(verdict)
      : outcome === 'undecided'
        ? `undecided: ${undecided.join('; ')}`
        : claims
          ? 'allowed, with a valid token'
          : 'allowed';
  return [own, ...notes].join('; ');
}

function placeOf({ by, jwtRule }: Verdict): Place | undefined {
  if (jwtRule) return { manifest: jwtRule.manifest, path: ['spec', 'jwtRules', jwtRule.index] };
  if (!by) return undefined;
  return { manifest: by.policy.manifest, path: by.rule === undefined ? ['spec'] : ['spec', 'rules', by.rule] };
}
