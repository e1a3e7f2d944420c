import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { rule } from '../../rule';

export const duplicateSubset = rule({
  code: 'KIA0201',
  name: 'duplicate-subset',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec, namespace, qualifiedName }, { mesh }) {
    const host = expandHost(spec.at('host').text, namespace, mesh.clusterDomain);
    const { older } = mesh.destinationRulesByHost.siblingsOf(qualifiedName, { namespace, host });
    return spec
      .at('subsets')
      .items.map((subset) => subset.at('name'))
      .flatMap((name) => {
        const first = older.find(({ subsets }) => subsets.some((subset) => subset.name === name.text));
        if (!first || name.text === '') return [];
        return name.finding({
          message: `\`${first.name}\` has a subset \`${name.text}\` of \`${host}\` before it`,
          why: 'istiod merges rules for one host and keeps the subset of the oldest: this one is dropped',
          fix: `merge them, or give this subset another name`,
        });
      });
  },
});
