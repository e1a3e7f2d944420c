import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkMetric, type Metric } from './autoscaler-metrics';
import { checkReference, type ObjectReference } from './autoscaler-reference';
import { checkNumber, checkOneOfAlways, checkOneOfIfGiven, type Maybe } from './field-checks';
import { checkNotNegative, type Quantity } from './quantities';

interface Autoscaler {
  readonly spec?: Maybe<{
    readonly minReplicas?: Maybe<number>;
    readonly maxReplicas?: Maybe<number>;
    readonly scaleTargetRef?: Maybe<ObjectReference>;
    readonly metrics?: Maybe<readonly Metric[]>;
    readonly behavior?: Maybe<{ readonly scaleUp?: Maybe<ScalingRules>; readonly scaleDown?: Maybe<ScalingRules> }>;
  }>;
}

interface ScalingRules {
  readonly stabilizationWindowSeconds?: Maybe<number>;
  readonly selectPolicy?: Maybe<string>;
  readonly tolerance?: Maybe<Quantity>;
  readonly policies?: Maybe<
    readonly { readonly type?: Maybe<string>; readonly value?: Maybe<number>; readonly periodSeconds?: Maybe<number> }[]
  >;
}

/** Source: `pkg/apis/autoscaling/validation`. */
export function checkAutoscaler({ spec }: Autoscaler, root: Field): void {
  const at = root.at('spec');
  const { scaleTargetRef, metrics, behavior } = spec ?? {};
  const least = spec?.minReplicas ?? 1;
  const most = spec?.maxReplicas ?? 0;
  checkNumber(least, { least: 1 }, at.at('minReplicas'));
  if (most < 1) at.at('maxReplicas').error(`\`${most}\` is less than 1`);
  else if (most < least) at.at('maxReplicas').error(`\`${most}\` is less than \`minReplicas\`, which is \`${least}\``);
  checkReference(scaleTargetRef ?? {}, at.at('scaleTargetRef'));
  checkTargetGroup(scaleTargetRef ?? {}, at.at('scaleTargetRef', 'apiVersion'));
  for (const [index, metric] of (metrics ?? []).entries()) checkMetric(metric, at.at('metrics', index));
  checkScaling(behavior?.scaleUp, at.at('behavior', 'scaleUp'));
  checkScaling(behavior?.scaleDown, at.at('behavior', 'scaleDown'));
}

/** What can be scaled is in a group; only a ReplicationController is in the core group. */
function checkTargetGroup({ apiVersion, kind }: ObjectReference, at: Field): void {
  const [group = '', version] = (apiVersion ?? '').split('/');
  if (kind !== 'ReplicationController' && (version === undefined || group === ''))
    at.error(`${quote(apiVersion ?? '')} names no API group`, { fix: `write the group of ${quote(kind ?? '')}, such as \`apps/v1\`` });
}

const longestWindow = 3600;
const longestPeriod = 1800;

/** Fields that are not given get defaults; a list of policies that is given must not be empty. */
function checkScaling(rules: Maybe<ScalingRules>, at: Field): void {
  checkNumber(rules?.stabilizationWindowSeconds, { least: 0, most: longestWindow }, at.at('stabilizationWindowSeconds'));
  checkOneOfIfGiven(rules?.selectPolicy, ['Max', 'Min', 'Disabled'], at.at('selectPolicy'));
  checkNotNegative(rules?.tolerance, at.at('tolerance'));
  if (rules?.policies?.length === 0) at.at('policies').error('the list is empty', { fix: 'leave `policies` out for the default' });
  for (const [index, { type, value, periodSeconds }] of (rules?.policies ?? []).entries()) {
    const place = at.at('policies', index);
    checkOneOfAlways(type, ['Pods', 'Percent'], place.at('type'));
    checkNumber(value ?? 0, { least: 1 }, place.at('value'));
    checkNumber(periodSeconds ?? 0, { least: 1, most: longestPeriod }, place.at('periodSeconds'));
  }
}
