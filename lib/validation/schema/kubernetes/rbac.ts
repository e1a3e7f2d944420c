import { quote } from '../../values/describe';
import { dnsSubdomainProblem, pathSegmentProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkName, checkOneOf, checkOneOfAlways, checkText, type Maybe } from './field-checks';
import { checkLabelSelector, type LabelSelector } from './label-selector';

interface Role {
  readonly rules?: Maybe<readonly PolicyRule[]>;
  /** Of a ClusterRole. */
  readonly aggregationRule?: Maybe<{ readonly clusterRoleSelectors?: Maybe<readonly LabelSelector[]> }>;
}

interface PolicyRule {
  readonly verbs?: Maybe<readonly string[]>;
  readonly apiGroups?: Maybe<readonly string[]>;
  readonly resources?: Maybe<readonly string[]>;
  readonly resourceNames?: Maybe<readonly string[]>;
  readonly nonResourceURLs?: Maybe<readonly string[]>;
}

/** Source: `pkg/apis/rbac/validation`, `ValidateRole`. */
export function checkRole({ rules }: Role, at: Field): void {
  for (const [index, rule] of (rules ?? []).entries()) {
    checkPolicyRule(rule, at.at('rules', index));
    if (!isEmpty(rule.nonResourceURLs))
      at.at('rules', index, 'nonResourceURLs').error('a Role is about one namespace, and URLs are in none', { fix: 'use a ClusterRole' });
  }
}

/** Source: `ValidateClusterRole`. */
export function checkClusterRole({ rules, aggregationRule }: Role, at: Field): void {
  for (const [index, rule] of (rules ?? []).entries()) checkPolicyRule(rule, at.at('rules', index));
  if (!aggregationRule) return;
  const place = at.at('aggregationRule', 'clusterRoleSelectors');
  const selectors = aggregationRule.clusterRoleSelectors ?? [];
  if (selectors.length === 0) place.error('the aggregation selects no ClusterRole');
  for (const [index, selector] of selectors.entries()) checkLabelSelector(selector, place.at(index));
}

function isEmpty(list: Maybe<readonly string[]>): boolean {
  return (list ?? []).length === 0;
}

function checkPolicyRule({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule, at: Field): void {
  if (isEmpty(verbs)) at.at('verbs').error('the rule allows no verb');
  if (!isEmpty(nonResourceURLs)) {
    if (![apiGroups, resources, resourceNames].every(isEmpty))
      at.at('nonResourceURLs').error('a rule is about URLs or about resources, not both');
    return;
  }
  if (isEmpty(apiGroups)) at.at('apiGroups').error('the rule names no API group', { fix: 'write `apiGroups: [""]` for the core group' });
  if (isEmpty(resources)) at.at('resources').error('the rule names no resource');
}

interface RoleBinding {
  readonly roleRef?: Maybe<{ readonly apiGroup?: Maybe<string>; readonly kind?: Maybe<string>; readonly name?: Maybe<string> }>;
  readonly subjects?: Maybe<readonly Subject[]>;
}

interface Subject {
  readonly apiGroup?: Maybe<string>;
  readonly kind?: Maybe<string>;
  readonly name?: Maybe<string>;
  readonly namespace?: Maybe<string>;
}

const rbacGroup = 'rbac.authorization.k8s.io';

/** Source: `ValidateClusterRoleBinding`. */
export function checkClusterRoleBinding(binding: RoleBinding, at: Field): void {
  checkBinding(binding, ['ClusterRole'], at);
  for (const [index, { kind, namespace }] of (binding.subjects ?? []).entries()) {
    if (kind === 'ServiceAccount' && !namespace)
      at.at('subjects', index, 'namespace').error('a service account is named with its namespace');
  }
}

/** Source: `ValidateRoleBinding`. */
export function checkRoleBinding(binding: RoleBinding, at: Field): void {
  checkBinding(binding, ['Role', 'ClusterRole'], at);
}

function checkBinding({ roleRef, subjects }: RoleBinding, kinds: readonly string[], at: Field): void {
  checkOneOfAlways(roleRef?.kind, kinds, at.at('roleRef', 'kind'));
  checkOneOf(roleRef?.apiGroup, [rbacGroup], at.at('roleRef', 'apiGroup'));
  checkName(roleRef?.name, pathSegmentProblem, at.at('roleRef', 'name'));
  for (const [index, subject] of (subjects ?? []).entries()) checkSubject(subject, at.at('subjects', index));
}

function checkSubject({ apiGroup, kind, name }: Subject, at: Field): void {
  checkText(name, at.at('name'));
  checkOneOfAlways(kind, ['ServiceAccount', 'User', 'Group'], at.at('kind'));
  if (kind !== 'ServiceAccount') checkOneOf(apiGroup, [rbacGroup], at.at('apiGroup'));
  else {
    if (name) complain(name, dnsSubdomainProblem, at.at('name'));
    if (apiGroup) at.at('apiGroup').error(`${quote(apiGroup)} is not the group of service accounts`, { fix: 'leave `apiGroup` out' });
  }
}
