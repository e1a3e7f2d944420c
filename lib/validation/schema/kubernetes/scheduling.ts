import { quote } from '../../values/describe';
import { labelValueProblem, qualifiedNameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkLabels, complain } from '../metadata';
import { checkNumber, checkOneOf, checkOneOfAlways, checkOneOfIfGiven, checkQualifiedName, checkText, type Maybe } from './field-checks';
import { checkLabelKeys, checkLabelSelector, type LabelSelector } from './label-selector';
import { checkNodeAffinity, type NodeAffinity } from './node-affinity';
import { checkPodAffinity, type PodAffinity } from './pod-affinity';

/** The fields of a pod that say which nodes it may run on. */
export interface Scheduling {
  readonly nodeSelector?: Maybe<object>;
  readonly tolerations?: Maybe<readonly Toleration[]>;
  readonly affinity?: Maybe<{
    readonly nodeAffinity?: Maybe<NodeAffinity>;
    readonly podAffinity?: Maybe<PodAffinity>;
    readonly podAntiAffinity?: Maybe<PodAffinity>;
  }>;
  readonly topologySpreadConstraints?: Maybe<readonly Spread[]>;
  readonly schedulingGates?: Maybe<readonly { readonly name?: Maybe<string> }[]>;
}

interface Toleration {
  readonly key?: Maybe<string>;
  readonly operator?: Maybe<string>;
  readonly value?: Maybe<string>;
  readonly effect?: Maybe<string>;
  readonly tolerationSeconds?: Maybe<number>;
}

interface Spread {
  readonly maxSkew?: Maybe<number>;
  readonly topologyKey?: Maybe<string>;
  readonly whenUnsatisfiable?: Maybe<string>;
  readonly minDomains?: Maybe<number>;
  readonly nodeAffinityPolicy?: Maybe<string>;
  readonly nodeTaintsPolicy?: Maybe<string>;
  readonly labelSelector?: Maybe<LabelSelector>;
  readonly matchLabelKeys?: Maybe<readonly string[]>;
}

export function checkScheduling(pod: Scheduling, at: Field): void {
  checkLabels(pod.nodeSelector, at.at('nodeSelector'));
  for (const [index, toleration] of (pod.tolerations ?? []).entries()) checkToleration(toleration, at.at('tolerations', index));
  if (pod.affinity) checkAffinity(pod.affinity, at.at('affinity'));
  if (pod.topologySpreadConstraints) checkSpreads(pod.topologySpreadConstraints, at.at('topologySpreadConstraints'));
  if (pod.schedulingGates) checkGates(pod.schedulingGates, at.at('schedulingGates'));
}

function checkAffinity({ nodeAffinity, podAffinity, podAntiAffinity }: NonNullable<Scheduling['affinity']>, at: Field): void {
  if (nodeAffinity) checkNodeAffinity(nodeAffinity, at.at('nodeAffinity'));
  if (podAffinity) checkPodAffinity(podAffinity, at.at('podAffinity'));
  if (podAntiAffinity) checkPodAffinity(podAntiAffinity, at.at('podAntiAffinity'));
}

function checkGates(gates: NonNullable<Scheduling['schedulingGates']>, at: Field): void {
  const names = gates.map(({ name }) => name ?? '');
  for (const [index, name] of names.entries()) {
    checkQualifiedName(name, at.at(index, 'name'));
    if (names.indexOf(name) < index) at.at(index, 'name').error(`another gate is named ${quote(name)}`);
  }
}

/** Source: `ValidateTolerations`. */
function checkToleration({ key, operator, value, effect, tolerationSeconds }: Toleration, at: Field): void {
  if (key) complain(key, qualifiedNameProblem, at.at('key'));
  else if (operator !== 'Exists')
    at.at('operator').error('a toleration without `key` needs the operator `Exists`', { why: 'it tolerates every taint' });
  checkOneOf(operator, ['Equal', 'Exists'], at.at('operator'));
  checkOneOf(effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'], at.at('effect'));
  if ((tolerationSeconds ?? undefined) !== undefined && effect !== 'NoExecute')
    at.at('effect').error('`tolerationSeconds` needs the effect `NoExecute`', { why: 'only this effect evicts running pods' });
  if (operator === 'Exists' && value) at.at('value').error('the operator `Exists` compares with no value', { fix: 'leave `value` out' });
  else complain(value ?? '', labelValueProblem, at.at('value'));
}

/** Source: `validateTopologySpreadConstraints`. */
function checkSpreads(spreads: readonly Spread[], at: Field): void {
  const seen = new Set<string>();
  for (const [index, spread] of spreads.entries()) {
    const { topologyKey, whenUnsatisfiable } = spread;
    const pair = `${topologyKey}/${whenUnsatisfiable}`;
    if (seen.has(pair)) at.at(index).error(`another constraint has the same \`topologyKey\` and \`whenUnsatisfiable\``);
    seen.add(pair);
    checkSpread(spread, at.at(index));
  }
}

function checkSpread(spread: Spread, at: Field): void {
  const { whenUnsatisfiable, minDomains, labelSelector } = spread;
  checkNumber(spread.maxSkew ?? 0, { least: 1 }, at.at('maxSkew'));
  checkText(spread.topologyKey, at.at('topologyKey'));
  checkOneOfAlways(whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway'], at.at('whenUnsatisfiable'));
  checkNumber(minDomains, { least: 1 }, at.at('minDomains'));
  if ((minDomains ?? undefined) !== undefined && whenUnsatisfiable !== 'DoNotSchedule')
    at.at('minDomains').error('`minDomains` needs `whenUnsatisfiable: DoNotSchedule`');
  for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const)
    checkOneOfIfGiven(spread[field], ['Honor', 'Ignore'], at.at(field));
  checkLabelSelector(labelSelector, at.at('labelSelector'));
  checkLabelKeys(spread.matchLabelKeys ?? [], labelSelector, at.at('matchLabelKeys'));
}
