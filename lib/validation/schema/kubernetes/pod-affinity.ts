import { quote } from '../../values/describe';
import { dnsLabelProblem, qualifiedNameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkName, checkNumber, type Maybe } from './field-checks';
import { checkLabelKeys, checkLabelSelector, type LabelSelector } from './label-selector';

/** Source: Kubernetes `PodAffinity`, `PodAntiAffinity`. */
export interface PodAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: Maybe<readonly Term[]>;
  readonly preferredDuringSchedulingIgnoredDuringExecution?: Maybe<
    readonly { readonly weight?: Maybe<number>; readonly podAffinityTerm?: Maybe<Term> }[]
  >;
}

interface Term {
  readonly labelSelector?: Maybe<LabelSelector>;
  readonly namespaceSelector?: Maybe<LabelSelector>;
  readonly namespaces?: Maybe<readonly string[]>;
  readonly topologyKey?: Maybe<string>;
  readonly matchLabelKeys?: Maybe<readonly string[]>;
  readonly mismatchLabelKeys?: Maybe<readonly string[]>;
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Source: `validatePodAffinity`. */
export function checkPodAffinity(affinity: PodAffinity, at: Field): void {
  for (const [index, term] of (affinity[required] ?? []).entries()) checkTerm(term, at.at(required, index));
  for (const [index, { weight, podAffinityTerm }] of (affinity[preferred] ?? []).entries()) {
    checkNumber(weight ?? 0, { least: 1, most: 100 }, at.at(preferred, index, 'weight'));
    checkTerm(podAffinityTerm ?? {}, at.at(preferred, index, 'podAffinityTerm'));
  }
}

/** Source: `validatePodAffinityTerm`. */
function checkTerm(term: Term, at: Field): void {
  const { labelSelector, matchLabelKeys, mismatchLabelKeys } = term;
  checkLabelSelector(labelSelector, at.at('labelSelector'));
  checkLabelSelector(term.namespaceSelector, at.at('namespaceSelector'));
  for (const [index, name] of (term.namespaces ?? []).entries()) complain(name, dnsLabelProblem, at.at('namespaces', index));
  checkName(term.topologyKey, qualifiedNameProblem, at.at('topologyKey'));
  checkLabelKeys(matchLabelKeys ?? [], labelSelector, at.at('matchLabelKeys'));
  checkLabelKeys(mismatchLabelKeys ?? [], labelSelector, at.at('mismatchLabelKeys'));
  for (const [index, key] of (matchLabelKeys ?? []).entries()) {
    if ((mismatchLabelKeys ?? []).includes(key)) at.at('matchLabelKeys', index).error(`${quote(key)} is in \`mismatchLabelKeys\` too`);
  }
}
