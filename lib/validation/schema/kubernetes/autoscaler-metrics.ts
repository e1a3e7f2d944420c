import { quote } from '../../values/describe';
import { dnsLabelProblem, pathSegmentProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkReference, type ObjectReference } from './autoscaler-reference';
import { checkName, checkNumber, checkOneOfAlways, checkText, type Maybe } from './field-checks';
import { checkPositive, isGiven, type Quantity } from './quantities';
import { checkResourceName } from './resources';

/** One metric of a HorizontalPodAutoscaler: its type says which of the sources it has. */
export interface Metric {
  readonly type?: Maybe<string>;
  readonly object?: Maybe<Source>;
  readonly external?: Maybe<Source>;
  readonly pods?: Maybe<Source>;
  readonly resource?: Maybe<Source>;
  readonly containerResource?: Maybe<Source>;
}

/** Each source has some of these. */
interface Source {
  readonly describedObject?: Maybe<ObjectReference>;
  readonly metric?: Maybe<{ readonly name?: Maybe<string> }>;
  readonly name?: Maybe<string>;
  readonly container?: Maybe<string>;
  readonly target?: Maybe<Target>;
}

interface Target {
  readonly type?: Maybe<string>;
  readonly value?: Maybe<Quantity>;
  readonly averageValue?: Maybe<Quantity>;
  readonly averageUtilization?: Maybe<number>;
}

type SourceName = Exclude<keyof Metric, 'type'>;

const sources: Readonly<Record<string, SourceName>> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};

/** Source: `validateMetricSpec`. */
export function checkMetric(metric: Metric, at: Field): void {
  checkOneOfAlways(metric.type, Object.keys(sources), at.at('type'));
  const expected = sources[metric.type ?? ''];
  const given = Object.values(sources).filter((name) => metric[name]);
  if (expected !== undefined && !metric[expected])
    at.at(expected).error(`a metric of type ${quote(metric.type ?? '')} needs \`${expected}\``);
  if (given.length > 1) {
    for (const name of given.filter((each) => each !== expected)) at.at(name).error('a metric has one source, that of its `type`');
  }
  const [first] = given;
  if (first !== undefined) checkSource(first, metric[first] ?? {}, at.at(first));
}

function checkSource(name: SourceName, source: Source, at: Field): void {
  const target = source.target ?? {};
  const place = at.at('target');
  if (name === 'resource' || name === 'containerResource') checkResource(name, source, at);
  else checkName(source.metric?.name, pathSegmentProblem, at.at('metric', 'name'));
  if (name === 'object') checkReference(source.describedObject ?? {}, at.at('describedObject'));
  if (name === 'pods') checkChoice(target, ['averageValue'], place);
  else if (name === 'object') checkNeeded(target, ['value', 'averageValue'], place);
  else checkChoice(target, [name === 'external' ? 'value' : 'averageUtilization', 'averageValue'], place);
  checkTarget(target, place);
}

function checkResource(name: SourceName, source: Source, at: Field): void {
  if (name === 'resource') checkText(source.name, at.at('name'));
  else {
    if (source.name) checkResourceName(source.name, at.at('name'));
    else checkText(source.name, at.at('name'));
    checkName(source.container, dnsLabelProblem, at.at('container'));
  }
}

type TargetValue = Exclude<keyof Target, 'type'>;

function checkNeeded(target: Target, names: readonly TargetValue[], at: Field): void {
  if (!names.some((name) => isGiven(target[name]))) at.error(`the target needs ${names.map(quote).join(' or ')}`);
}

/** One of them, and not both. */
function checkChoice(target: Target, names: readonly TargetValue[], at: Field): void {
  checkNeeded(target, names, at);
  if (names.length > 1 && names.every((name) => isGiven(target[name]))) at.error(`the target has both ${names.map(quote).join(' and ')}`);
}

/** Source: `validateMetricTarget`. */
function checkTarget({ type, value, averageValue, averageUtilization }: Target, at: Field): void {
  checkOneOfAlways(type, ['Utilization', 'Value', 'AverageValue'], at.at('type'));
  checkPositive(value, at.at('value'));
  checkPositive(averageValue, at.at('averageValue'));
  checkNumber(averageUtilization, { least: 1 }, at.at('averageUtilization'));
}
