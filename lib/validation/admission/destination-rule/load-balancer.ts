import type {
  LoadBalancerSettings,
  LoadBalancerSettings_ConsistentHashLB,
  OutlierDetection,
  WarmupConfiguration,
} from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkDuration } from '../durations';
import { checkLocality, checkZoneAware } from './locality';

export function checkLoadBalancer(settings: LoadBalancerSettings | undefined, outlier: OutlierDetection | undefined, at: Field): void {
  if (settings === undefined) return;
  const { consistentHash, localityLbSetting, zoneAwareLbSetting, warmup } = settings;
  if (consistentHash) checkConsistentHash(consistentHash, at.at('consistentHash'));
  if (localityLbSetting !== undefined && zoneAwareLbSetting !== undefined)
    at.error('only one of `localityLbSetting` and `zoneAwareLbSetting` may be given');
  if (localityLbSetting) checkLocality(localityLbSetting, outlier, at.at('localityLbSetting'));
  if (zoneAwareLbSetting) checkZoneAware(zoneAwareLbSetting, outlier, at.at('zoneAwareLbSetting'));
  if (warmup) checkWarmup(warmup, at.at('warmup'));
}

function checkConsistentHash(hash: LoadBalancerSettings_ConsistentHashLB, at: Field): void {
  const { httpCookie, minimumRingSize = 0, ringHash, maglev } = hash;
  if (httpCookie && !httpCookie.name) at.at('httpCookie', 'name').error('the cookie has no name');
  const names = new Set<string>();
  for (const [index, { name = '' }] of (httpCookie?.attributes ?? []).entries()) {
    const place = at.at('httpCookie', 'attributes', index, 'name');
    if (name === '') place.error('the attribute has no name');
    else if (names.has(name)) place.error(`the cookie has the attribute ${quote(name)} twice`);
    names.add(name);
  }
  if (minimumRingSize !== 0)
    at.at('minimumRingSize').warning('`minimumRingSize` is deprecated here', {
      fix: `write \`ringHash: { minimumRingSize: ${minimumRingSize} }\``,
    });
  if (minimumRingSize !== 0 && (ringHash ?? maglev))
    at.at('minimumRingSize').error('`minimumRingSize` does not go with `ringHash` or `maglev`');
  if (maglev) checkTableSize(maglev.tableSize ?? 0, at.at('maglev', 'tableSize'));
}

/** The largest table that Envoy builds is one entry smaller. */
const tooLargeTable = 5_000_011;

function checkTableSize(size: number, at: Field): void {
  if (size === 0) at.error('the table of Maglev needs a size');
  else if (size >= tooLargeTable) at.error(`\`${size}\` is not less than ${tooLargeTable}`);
  else if (!isPrime(size)) at.error(`\`${size}\` is not a prime number`);
}

function isPrime(number: number): boolean {
  if (number < 4) return number > 0;
  if (number % 2 === 0) return false;
  for (let factor = 3; factor * factor <= number; factor += 2) if (number % factor === 0) return false;
  return true;
}

function checkWarmup({ duration, minimumPercent = 0, aggression }: WarmupConfiguration, at: Field): void {
  if (duration === undefined) at.at('duration').error('required field `duration` is missing');
  checkDuration(duration, at.at('duration'));
  if (minimumPercent > 100) at.at('minimumPercent').error(`\`${minimumPercent}\` is more than 100 percent`);
  if (aggression !== undefined && aggression <= 0) at.at('aggression').error(`\`${aggression}\` is not greater than 0`);
}
