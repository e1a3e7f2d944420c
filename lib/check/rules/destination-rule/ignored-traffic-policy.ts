import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { rule } from '../../rule';

export const ignoredTrafficPolicy = rule({
  code: 'MESH006',
  name: 'ignored-traffic-policy',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec, namespace, qualifiedName }, { mesh }) {
    const policy = spec.at('trafficPolicy');
    const host = expandHost(spec.at('host').text, namespace, mesh.clusterDomain);
    const first = policy.exists
      ? mesh.destinationRulesByHost.siblingsOf(qualifiedName, { namespace, host }).older.find((older) => older.trafficPolicy)
      : undefined;
    if (!first) return [];
    return [
      policy.finding({
        message: `this \`trafficPolicy\` is dropped: \`${first.name}\` sets one for \`${host}\` before it`,
        why: 'istiod merges the subsets of several rules for one host, and takes the policy of the oldest',
        fix: `merge it into \`${first.name}\``,
      }),
    ];
  },
});
