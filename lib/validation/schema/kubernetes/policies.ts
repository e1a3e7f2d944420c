import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkOneOf, type Maybe } from './ports';

interface Autoscaler {
  readonly spec?: Maybe<{ readonly minReplicas?: Maybe<number>; readonly maxReplicas?: Maybe<number> }>;
}

/** Source: `pkg/apis/autoscaling/validation`. */
export function checkAutoscaler({ spec }: Autoscaler, root: Field): void {
  const at = root.at('spec');
  const least = spec?.minReplicas ?? 1;
  const most = spec?.maxReplicas ?? 0;
  if (least < 1) at.at('minReplicas').error(`\`${least}\` is less than 1`);
  if (most < 1) at.at('maxReplicas').error(`\`${most}\` is less than 1`);
  else if (most < least) at.at('maxReplicas').error(`\`${most}\` is less than \`minReplicas\`, which is \`${least}\``);
}

interface DisruptionBudget {
  readonly spec?: Maybe<{ readonly minAvailable?: Maybe<number | string>; readonly maxUnavailable?: Maybe<number | string> }>;
}

/** Source: `pkg/apis/policy/validation`. */
export function checkDisruptionBudget({ spec }: DisruptionBudget, root: Field): void {
  const at = root.at('spec');
  const { minAvailable, maxUnavailable } = spec ?? {};
  if ((minAvailable ?? undefined) !== undefined && (maxUnavailable ?? undefined) !== undefined)
    at.error('only one of `minAvailable` and `maxUnavailable` may be given');
  for (const [field, value] of Object.entries({ minAvailable, maxUnavailable })) {
    const isRight = typeof value === 'number' ? value >= 0 : typeof value !== 'string' || /^(?:\d{1,2}|100)%$/.test(value);
    if (!isRight) at.at(field).error(`${quote(String(value))} is neither a count nor a percentage such as \`50%\``);
  }
}

interface Role {
  readonly rules?: Maybe<readonly PolicyRule[]>;
}

interface PolicyRule {
  readonly verbs?: Maybe<readonly string[]>;
  readonly apiGroups?: Maybe<readonly string[]>;
  readonly resources?: Maybe<readonly string[]>;
  readonly nonResourceURLs?: Maybe<readonly string[]>;
}

/** Source: `pkg/apis/rbac/validation`. */
export function checkRole({ rules }: Role, at: Field): void {
  for (const [index, { verbs, apiGroups, resources, nonResourceURLs }] of (rules ?? []).entries()) {
    const place = at.at('rules', index);
    const isEmpty = (list: Maybe<readonly string[]>) => (list ?? []).length === 0;
    if (isEmpty(verbs)) place.at('verbs').error('the rule allows no verb');
    if (!isEmpty(nonResourceURLs)) continue;
    if (isEmpty(apiGroups))
      place.at('apiGroups').error('the rule names no API group', { fix: 'write `apiGroups: [""]` for the core group' });
    if (isEmpty(resources)) place.at('resources').error('the rule names no resource');
  }
}

interface RoleBinding {
  readonly roleRef?: Maybe<{ readonly apiGroup?: Maybe<string>; readonly kind?: Maybe<string>; readonly name?: Maybe<string> }>;
  readonly subjects?: Maybe<
    readonly { readonly kind?: Maybe<string>; readonly name?: Maybe<string>; readonly namespace?: Maybe<string> }[]
  >;
}

/** Source: `pkg/apis/rbac/validation`. */
export function checkClusterRoleBinding(binding: RoleBinding, at: Field): void {
  checkRoleBinding(binding, at);
  for (const [index, { kind, namespace }] of (binding.subjects ?? []).entries()) {
    if (kind === 'ServiceAccount' && !namespace)
      at.at('subjects', index, 'namespace').error('a service account is named with its namespace');
  }
}

/** Source: `pkg/apis/rbac/validation`. */
export function checkRoleBinding({ roleRef, subjects }: RoleBinding, at: Field): void {
  checkOneOf(roleRef?.kind, ['Role', 'ClusterRole'], at.at('roleRef', 'kind'));
  checkOneOf(roleRef?.apiGroup, ['rbac.authorization.k8s.io'], at.at('roleRef', 'apiGroup'));
  if (!roleRef?.name) at.at('roleRef', 'name').error('the binding names no role');
  for (const [index, { kind, name }] of (subjects ?? []).entries()) {
    checkOneOf(kind, ['ServiceAccount', 'User', 'Group'], at.at('subjects', index, 'kind'));
    if (!name) at.at('subjects', index, 'name').error('the subject has no name');
  }
}
