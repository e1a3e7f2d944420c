import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkNumber, checkOneOf, checkOneOfAlways, checkQualifiedName, type Maybe } from './field-checks';
import { isGiven } from './quantities';

/** What the end of a pod means for its Job. Source: Kubernetes `PodFailurePolicy`. */
export interface FailurePolicy {
  readonly rules?: Maybe<readonly FailureRule[]>;
}

interface FailureRule {
  readonly action?: Maybe<string>;
  readonly onExitCodes?: Maybe<ExitCodes>;
  readonly onPodConditions?: Maybe<readonly { readonly type?: Maybe<string>; readonly status?: Maybe<string> }[]>;
}

interface ExitCodes {
  readonly containerName?: Maybe<string>;
  readonly operator?: Maybe<string>;
  readonly values?: Maybe<readonly number[]>;
}

/** When an indexed Job has succeeded. Source: Kubernetes `SuccessPolicy`. */
export interface SuccessPolicy {
  readonly rules?: Maybe<readonly { readonly succeededIndexes?: Maybe<string>; readonly succeededCount?: Maybe<number> }[]>;
}

const mostRules = 20;
const mostCodes = 255;

/**
 * Source: `validatePodFailurePolicy`.
 *
 * @param containers - the names of the containers of the template
 * @param hasLimitPerIndex - whether a single index of the Job can fail
 */
export function checkFailurePolicy(
  { rules }: FailurePolicy,
  { containers, hasLimitPerIndex }: { readonly containers: readonly Maybe<string>[]; readonly hasLimitPerIndex: boolean },
  at: Field,
): void {
  checkLength(rules ?? [], mostRules, at.at('rules'));
  for (const [index, { action, onExitCodes, onPodConditions }] of (rules ?? []).entries()) {
    const place = at.at('rules', index);
    checkOneOfAlways(action, ['FailJob', 'FailIndex', 'Ignore', 'Count'], place.at('action'));
    if (action === 'FailIndex' && !hasLimitPerIndex) place.at('action').error('`FailIndex` needs `backoffLimitPerIndex`');
    if (onExitCodes) checkExitCodes(onExitCodes, containers, place.at('onExitCodes'));
    checkLength(onPodConditions ?? [], mostRules, place.at('onPodConditions'));
    for (const [last, { type, status }] of (onPodConditions ?? []).entries()) {
      checkQualifiedName(type, place.at('onPodConditions', last, 'type'));
      checkOneOf(status, ['True', 'False', 'Unknown'], place.at('onPodConditions', last, 'status'));
    }
    if (Boolean(onExitCodes) === (onPodConditions ?? []).length > 0) place.error('a rule needs one of `onExitCodes` and `onPodConditions`');
  }
}

function checkLength(list: readonly unknown[], most: number, at: Field): void {
  if (list.length > most) at.error(`the list holds ${list.length} items, at most ${most} are allowed`);
}

/** Source: `validatePodFailurePolicyRuleOnExitCodes`. */
function checkExitCodes({ containerName, operator, values }: ExitCodes, containers: readonly Maybe<string>[], at: Field): void {
  const codes = values ?? [];
  checkOneOfAlways(operator, ['In', 'NotIn'], at.at('operator'));
  if (isGiven(containerName) && !containers.includes(containerName))
    at.at('containerName').error(`the pod has no container ${quote(containerName)}`);
  if (codes.length === 0) at.at('values').error('the rule lists no exit code');
  checkLength(codes, mostCodes, at.at('values'));
  for (const [index, code] of codes.entries()) {
    const before = codes[index - 1] ?? Number.NEGATIVE_INFINITY;
    if (operator === 'In' && code === 0) at.at('values', index).error('`0` is not the code of a failure');
    if (code <= before)
      at.at('values', index).error(`\`${code}\` does not follow \`${before}\``, { why: 'codes ascend, each of them once' });
  }
}

/** Source: `validateSuccessPolicy`. */
export function checkSuccessPolicy({ rules }: SuccessPolicy, completions: number, at: Field): void {
  if ((rules ?? []).length === 0) at.at('rules').error('the policy has no rule');
  checkLength(rules ?? [], mostRules, at.at('rules'));
  for (const [index, { succeededIndexes, succeededCount }] of (rules ?? []).entries()) {
    const place = at.at('rules', index);
    const count = isGiven(succeededIndexes) ? indexesOf(succeededIndexes, completions) : completions;
    if (!isGiven(succeededIndexes) && !isGiven(succeededCount)) place.error('the rule needs `succeededIndexes` or `succeededCount`');
    if (count === undefined)
      place.at('succeededIndexes').error(`${quote(succeededIndexes ?? '')} is not a list of indexes below ${completions}`, {
        fix: 'write them in order, such as `0,2-4`',
      });
    checkNumber(succeededCount, { least: 0, most: Math.min(count ?? 0, completions) }, place.at('succeededCount'));
  }
}

/** How many indexes a list such as `0,2-4` names; undefined when it is no such list. Source: `validateIndexesFormat`. */
function indexesOf(text: string, completions: number): number | undefined {
  let total = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const interval of text === '' ? [] : text.split(',')) {
    const [, from, to] = /^(\+?\d+)(?:-(\+?\d+))?$/.exec(interval) ?? [];
    const [first, end] = [Number(from), Number(to ?? from)];
    if (from === undefined || end >= completions || first <= last || (to !== undefined && first >= end)) return undefined;
    total += end - first + 1;
    last = end;
  }
  return total;
}
