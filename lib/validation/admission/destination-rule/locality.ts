import type { LocalityLoadBalancerSetting, OutlierDetection, ZoneAwareLoadBalancerSetting } from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import type { Field } from '../../violation';

/** Labels that say where a workload runs. Failover by region decides about them already. */
const topologyLabels = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

export function checkLocality(settings: LocalityLoadBalancerSetting, outlier: OutlierDetection | undefined, at: Field): void {
  const { distribute = [], failover = [], failoverPriority = [] } = settings;
  if (distribute.length > 0 && failover.length > 0) {
    at.error('`distribute` and `failover` cannot both be given');
    return;
  }
  const topology = failoverPriority.find((label) => topologyLabels.includes(label));
  if (failover.length > 0 && topology !== undefined) {
    at.at('failoverPriority').error(`${quote(topology)} does not go with \`failover\``);
    return;
  }
  if (!checkDistribution(settings, at.at('distribute'))) return;
  checkFailover(settings, outlier, at);
}

export function checkZoneAware(settings: ZoneAwareLoadBalancerSetting, outlier: OutlierDetection | undefined, at: Field): void {
  for (const [index, label] of (settings.failoverPriority ?? []).entries()) {
    if (topologyLabels.includes(label))
      at.at('failoverPriority', index).error(`${quote(label)} is taken into account anyway`, { fix: 'leave it out' });
  }
  checkFailover(settings, outlier, at);
}

function checkFailover(
  { failover = [], failoverPriority = [] }: LocalityLoadBalancerSetting,
  outlier: OutlierDetection | undefined,
  at: Field,
): void {
  if (failover.length + failoverPriority.length > 0 && outlier === undefined) {
    at.warning('failover needs `outlierDetection`', { why: 'without it no endpoint is ever found unhealthy' });
  }
  for (const [index, { from = '', to = '' }] of failover.entries()) {
    const place = at.at('failover', index);
    if (from === to) place.error('`from` and `to` are the same region');
    if (`${from}${to}`.includes('/')) place.error('failover goes from region to region', { fix: 'leave out zones and subzones' });
    if (`${from}${to}`.includes('*')) place.error('a region of a failover cannot have a wildcard');
  }
}

/** @returns false when istiod stops there */
function checkDistribution({ distribute = [] }: LocalityLoadBalancerSetting, at: Field): boolean {
  for (const [index, { to = {} }] of distribute.entries()) {
    const weights = Object.values(to);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const wrong = weights.find((weight) => weight < 1 || weight > 100);
    const problem =
      wrong === undefined
        ? total === 100
          ? undefined
          : `the weights add up to ${total}, not to 100`
        : `the weight \`${wrong}\` is not from 1 to 100`;
    if (problem !== undefined) {
      at.at(index, 'to').error(problem);
      return false;
    }
    checkLocalities(Object.keys(to), at.at(index, 'to'));
  }
  checkLocalities(
    distribute.map(({ from = '' }) => from),
    at,
  );
  return true;
}

/** `region/zone/subzone`, where `*` may stand for the rest; none may lie within an earlier one. */
function checkLocalities(localities: readonly string[], at: Field): void {
  const earlier: (readonly string[])[] = [];
  for (const locality of localities) {
    const [region = '', zone, ...subzone] = locality.split('/');
    const parts = [region, ...(zone === undefined ? [] : [zone]), ...(subzone.length === 0 ? [] : [subzone.join('/')])];
    const problem =
      localityProblem(locality, parts) ?? (earlier.some((other) => isWithin(parts, other)) ? 'overlaps with an earlier one' : undefined);
    if (problem !== undefined) {
      at.error(`the locality ${quote(locality)} ${problem}`);
      return;
    }
    earlier.push(parts);
  }
}

function localityProblem(locality: string, parts: readonly string[]): string | undefined {
  const wildcard = locality.indexOf('*');
  if (wildcard >= 0 && wildcard < locality.length - 1) return 'may have one `*`, at its end';
  return parts.includes('') ? 'has an empty part' : undefined;
}

/** Whether an earlier locality takes in a new one, or the new one repeats a region. */
function isWithin(
  [region, zone, subzone]: readonly string[],
  [otherRegion, otherZone = '*', otherSubzone = '*']: readonly string[],
): boolean {
  if (otherRegion === '*') return true;
  if (region !== otherRegion) return false;
  if (zone === undefined || otherZone === '*') return true;
  if (zone !== otherZone) return false;
  return subzone === undefined || otherSubzone === '*' || subzone === otherSubzone;
}
