import { ConstructError } from '../errors';

/** Source: Istio `LocalityLoadBalancerSetting`. Localities read `region/zone/subzone`. */
export type Locality =
  | {
      /** Where else requests go when a region fails. */
      readonly failover: readonly { readonly from: string; readonly to: string }[];
    }
  | {
      /** Labels in order of weight: pods that agree in the first ones are asked first. */
      readonly failoverPriority: readonly string[];
    }
  | {
      /** Shares by locality of the caller; each adds up to 100. */
      readonly distribute: readonly { readonly from: string; readonly to: Readonly<Record<string, number>> }[];
    };

/** @throws ConstructError `LocalityWithoutOutlierDetection`, `LocalityWeights`, `LocalityForm`, `LocalityOverlap` */
export function checkLocality(locality: Locality, detectsOutliers: boolean): void {
  if ('distribute' in locality) checkShares(locality.distribute);
  else if (!detectsOutliers) {
    throw new ConstructError('LocalityWithoutOutlierDetection', 'a failover between localities is given without `outlierDetection`', {
      why: 'Envoy then never learns that a locality fails, and never leaves it',
      fix: 'outlierDetection: {}',
    });
  }
  if ('failover' in locality) for (const { from, to } of locality.failover) checkFailover(from, to);
}

function checkFailover(from: string, to: string): void {
  for (const region of [from, to]) {
    if (region === '' || /[/*]/.test(region)) {
      throw new ConstructError('LocalityForm', `a failover goes from region to region, got \`${region}\``, {
        fix: region.split('/')[0] || undefined,
      });
    }
  }
  if (from === to) throw new ConstructError('LocalityForm', `a failover from region \`${from}\` leads back to it`);
}

function checkShares(distribute: readonly { readonly from: string; readonly to: Readonly<Record<string, number>> }[]): void {
  checkLocalities(distribute.map(({ from }) => from));
  for (const { from, to } of distribute) {
    checkLocalities(Object.keys(to));
    const shares = Object.values(to);
    const sum = shares.reduce((total, weight) => total + weight, 0);
    if (sum !== 100 || !shares.every((share) => Number.isInteger(share) && share > 0)) {
      throw new ConstructError(
        'LocalityWeights',
        `shares from locality \`${from}\` are whole, more than 0, and add up to 100, got ${shares.join(' + ') || 0}`,
      );
    }
  }
}

/** Each has its form, and no two mean one place. */
function checkLocalities(localities: readonly string[]): void {
  for (const [index, locality] of localities.entries()) {
    if (!/^(\*|[^/*]+(\/[^/*]+){0,2}(\/?\*)?)$/.test(locality)) {
      throw new ConstructError(
        'LocalityForm',
        `a locality reads \`region/zone/subzone\`, with a \`*\` at most at its end, got \`${locality}\``,
      );
    }
    const earlier = localities.slice(0, index).find((other) => within(locality, other) || within(other, locality));
    if (earlier !== undefined) throw new ConstructError('LocalityOverlap', `localities \`${earlier}\` and \`${locality}\` overlap`);
  }
}

function within(locality: string, other: string): boolean {
  const start = other.replace(/\/?\*$/, '');
  return start === '' || locality === start || locality.startsWith(`${start}/`);
}
