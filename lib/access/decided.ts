import type { Attributes } from '../route/policy/attributes';
import { type PolicyReference, referenceText } from '../route/policy/authorization';
import type { PolicyFilters } from '../route/policy/policy-filters';
import type { Access } from './call';
import { ruleText } from './rule-text';

/** What the policies of one proxy say of a call. */
export type Decided = Pick<Access, 'permission' | 'requiresToken' | 'reason' | 'policy' | 'rule' | 'conditions'>;

/** What the filters of one proxy do with every request of which this much is known. */
export function decided(filters: PolicyFilters, seen: Attributes): Decided {
  const without = filters.decideAny(seen);
  const token: Attributes = filters.setsClaims && seen.http ? { ...seen, claims: 'any' } : seen;
  const withToken = filters.decideAny(token);
  const requiresToken = without.outcome === 'denied' && withToken.outcome !== 'denied';
  const open = filters.open(token);
  const conditions = [
    ...open.deny.map((reference) => `denied: ${ruleText(reference)} (${referenceText(reference)})`),
    ...open.allow.map((reference) => `allowed: ${ruleText(reference)} (${referenceText(reference)})`),
    ...open.custom.map(
      (reference) => `allowed: what external authorizer \`${reference.policy.provider}\` allows (${referenceText(reference)})`,
    ),
  ];
  const { by } = requiresToken ? without : withToken;
  const decider = by && { policy: by.policy.name, ...(by.rule === undefined ? {} : { rule: by.rule }) };
  if (without.outcome === 'denied' && !requiresToken)
    return { permission: 'denied', requiresToken, reason: without.reason ?? '', conditions: [], ...decider };
  const isOpen = without.outcome === 'allowed' && open.custom.length === 0;
  if (isOpen) return { permission: 'allowed', requiresToken, conditions: [], ...allowedBy(filters.allowing(seen)) };
  const reason = requiresToken ? `with a token only: ${without.reason ?? ''}` : conditions.join('; ');
  return { permission: 'conditional', requiresToken, reason, conditions, ...decider };
}

function allowedBy(by: PolicyReference | undefined): Pick<Access, 'reason' | 'policy' | 'rule'> {
  if (!by) return { reason: 'no ALLOW policy holds for it, and no DENY policy denies it' };
  return { reason: `${referenceText(by)} allows it`, policy: by.policy.name, ...(by.rule === undefined ? {} : { rule: by.rule }) };
}
