import { quote } from '../../values/describe';
import { labelValueProblem, qualifiedNameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkLabels, complain } from '../metadata';
import { checkOneOfAlways, type Maybe } from './field-checks';

/** Source: Kubernetes `LabelSelector`. */
export interface LabelSelector {
  readonly matchLabels?: Maybe<Readonly<Record<string, string>>>;
  readonly matchExpressions?: Maybe<readonly Requirement[]>;
}

interface Requirement {
  readonly key?: Maybe<string>;
  readonly operator?: Maybe<string>;
  readonly values?: Maybe<readonly string[]>;
}

/** Source: `apimachinery/pkg/apis/meta/v1/validation`, `ValidateLabelSelector`. */
export function checkLabelSelector(selector: Maybe<LabelSelector>, at: Field): void {
  checkLabels(selector?.matchLabels, at.at('matchLabels'));
  for (const [index, requirement] of (selector?.matchExpressions ?? []).entries())
    checkRequirement(requirement, at.at('matchExpressions', index));
}

const listing = ['In', 'NotIn'];

function checkRequirement({ key, operator, values }: Requirement, at: Field): void {
  const given = values ?? [];
  complain(key ?? '', qualifiedNameProblem, at.at('key'));
  checkOneOfAlways(operator, [...listing, 'Exists', 'DoesNotExist'], at.at('operator'));
  if (listing.includes(operator ?? '') && given.length === 0)
    at.at('values').error(`the operator ${quote(operator ?? '')} needs values to compare with`);
  if (['Exists', 'DoesNotExist'].includes(operator ?? '') && given.length > 0)
    at.at('values').error(`the operator ${quote(operator ?? '')} compares with no value`, {
      fix: 'leave `values` out, or use `In` or `NotIn`',
    });
  for (const [index, value] of given.entries()) complain(value, labelValueProblem, at.at('values', index));
}

/** Keys whose values are those of the pod itself. Source: `ValidateMatchLabelKeysAndMismatchLabelKeys`. */
export function checkLabelKeys(keys: readonly string[], selector: Maybe<LabelSelector>, at: Field): void {
  if (keys.length > 0 && !selector) at.error('keys of labels need a `labelSelector` beside them');
  for (const [index, key] of keys.entries()) complain(key, qualifiedNameProblem, at.at(index));
}

/** Does a pod with these labels meet all that the selector asks for? */
export function meets(labels: Readonly<Record<string, string>>, { key, operator, values }: Requirement): boolean {
  const value = labels[key ?? ''];
  const isListed = value !== undefined && (values ?? []).includes(value);
  return { In: isListed, NotIn: !isListed, Exists: value !== undefined, DoesNotExist: value === undefined }[operator ?? ''] ?? false;
}
