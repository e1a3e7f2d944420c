import { expandHost } from '../../mesh/names';
import { siblingsOf } from '../destination-rules-by-host';
import { kinds } from '../kinds';
import { rule } from '../rule';

export const ignoredTrafficPolicy = rule({
  code: 'MESH006',
  name: 'ignored-traffic-policy',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec, namespace, qualifiedName }, { mesh }) {
    const policy = spec.at('trafficPolicy');
    const host = expandHost(spec.at('host').text, namespace);
    const first = policy.exists
      ? siblingsOf(mesh, qualifiedName, { namespace, host }).older.find((older) => older.trafficPolicy)
      : undefined;
    if (!first) return [];
    return [
      policy.finding({
        what: `this \`trafficPolicy\` is dropped: \`${first.name}\` sets one for \`${host}\` before it`,
        why: 'istiod merges the subsets of several rules for one host, and takes the policy of the oldest',
        fix: `merge it into \`${first.name}\``,
      }),
    ];
  },
});
