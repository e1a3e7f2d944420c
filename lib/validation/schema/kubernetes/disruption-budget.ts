import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkOneOfIfGiven, type Maybe } from './field-checks';
import { checkLabelSelector, type LabelSelector } from './label-selector';

interface DisruptionBudget {
  readonly spec?: Maybe<{
    readonly minAvailable?: Maybe<number | string>;
    readonly maxUnavailable?: Maybe<number | string>;
    readonly selector?: Maybe<LabelSelector>;
    readonly unhealthyPodEvictionPolicy?: Maybe<string>;
  }>;
}

/** Source: `pkg/apis/policy/validation`, `ValidatePodDisruptionBudgetSpec`. */
export function checkDisruptionBudget({ spec }: DisruptionBudget, root: Field): void {
  const at = root.at('spec');
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec ?? {};
  if ((minAvailable ?? undefined) !== undefined && (maxUnavailable ?? undefined) !== undefined)
    at.error('only one of `minAvailable` and `maxUnavailable` may be given');
  checkCountOrShare(minAvailable, at.at('minAvailable'));
  checkCountOrShare(maxUnavailable, at.at('maxUnavailable'));
  checkLabelSelector(selector, at.at('selector'));
  checkOneOfIfGiven(unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget'], at.at('unhealthyPodEvictionPolicy'));
}

/** A number of pods, or a share of them up to all. Source: `ValidatePositiveIntOrPercent`, `IsNotMoreThan100Percent`. */
export function checkCountOrShare(value: Maybe<number | string>, at: Field): void {
  checkCountOrPercentage(value, at);
  if (typeof value === 'string' && Number(/^(\d+)%$/.exec(value)?.[1]) > 100) at.error(`${quote(value)} is more than \`100%\``);
}

/** A number, or a percentage of any size. Source: `ValidatePositiveIntOrPercent`. */
export function checkCountOrPercentage(value: Maybe<number | string>, at: Field): void {
  const isRight = typeof value === 'number' ? value >= 0 : typeof value !== 'string' || /^\d+%$/.test(value);
  if (!isRight) at.error(`${quote(String(value))} is neither a count nor a percentage such as \`50%\``);
}
