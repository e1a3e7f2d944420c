import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const subsetWithoutLabels = rule({
  code: 'KIA0209',
  name: 'subset-without-labels',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check: ({ spec }) =>
    spec
      .at('subsets')
      .items.filter((subset) => Object.keys(subset.at('labels').labels ?? {}).length === 0)
      // With a policy of its own it separates requests, not pods: one way to an egress gateway for each host.
      .filter((subset) => !subset.at('trafficPolicy').exists)
      .map((subset) =>
        subset.at('name').finding({
          // the only subset of a rule is another name for the service, as in Istio's examples of egress gateways
          level: spec.at('subsets').items.length > 1 ? 'warning' : 'info',
          message: `the subset \`${subset.at('name').text}\` has no labels`,
          why: 'it is every pod of the service, so it separates nothing',
          fix: 'labels: { version: v1 }',
        }),
      ),
});
