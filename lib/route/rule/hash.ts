import type { ConsistentHashSpec, MergedRule, TrafficPolicy } from '../../mesh/routing/destination-rules';

/** What pins a request to one pod of the chosen destination. */
export interface HashPolicy {
  readonly on: 'header' | 'cookie' | 'sourceIp' | 'queryParameter';
  /** Name of the header, cookie or parameter; '' for the source address. */
  readonly name: string;
}

/** The hash policy for a destination: subset port, subset, port, rule; the first that has one. Source: Istio `HashForHTTPDestination`. */
export function hashPolicyOf(rule: MergedRule | undefined, subset: string | undefined, port: number | undefined): HashPolicy | undefined {
  if (!rule) return undefined;
  const ofSubset = rule.subsets.find((candidate) => (candidate.name ?? '') === (subset ?? ''))?.trafficPolicy;
  const spec = portHash(ofSubset, port) ?? topHash(ofSubset) ?? portHash(rule.trafficPolicy, port) ?? topHash(rule.trafficPolicy);
  return spec && toPolicy(spec);
}

/** Every hash policy that a rule may give to a destination. */
export function hashPoliciesOf({ trafficPolicy, subsets }: Pick<MergedRule, 'trafficPolicy' | 'subsets'>): readonly HashPolicy[] {
  const policies = [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)];
  const all = policies.flatMap((policy) => [policy, ...(policy?.portLevelSettings ?? [])]);
  return all.flatMap((policy) => {
    const spec = policy?.loadBalancer?.consistentHash;
    return (spec && toPolicy(spec)) ?? [];
  });
}

function topHash(policy: TrafficPolicy | undefined): ConsistentHashSpec | undefined {
  return policy?.loadBalancer?.consistentHash;
}

/** Only a destination that names its port reads port-level settings. */
function portHash(policy: TrafficPolicy | undefined, port: number | undefined): ConsistentHashSpec | undefined {
  return policy?.portLevelSettings?.find((setting) => (setting.port?.number ?? 0) === port)?.loadBalancer?.consistentHash;
}

function toPolicy({ httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName }: ConsistentHashSpec): HashPolicy | undefined {
  if (httpHeaderName !== undefined) return { on: 'header', name: httpHeaderName };
  if (httpCookie !== undefined) return { on: 'cookie', name: httpCookie.name ?? '' };
  if (useSourceIp) return { on: 'sourceIp', name: '' };
  return httpQueryParameterName === undefined ? undefined : { on: 'queryParameter', name: httpQueryParameterName };
}
