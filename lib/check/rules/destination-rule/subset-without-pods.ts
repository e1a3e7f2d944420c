import { kinds } from '../../../istio/kinds';
import { findService } from '../../../mesh/services/find-service';
import { formatSelector } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';

export const subsetWithoutPods = rule({
  code: 'IST0173',
  name: 'subset-without-pods',
  level: 'error',
  kinds: [kinds.DestinationRule],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const service = findService(mesh, spec.at('host').text, { namespace, exportTo: spec.at('exportTo').texts });
    if (!service) return [];
    const common = service.registry === 'external' ? (service.selector ?? {}) : {};
    return spec
      .at('subsets')
      .items.map((subset) => ({ subset, selector: { ...common, ...subset.at('labels').labels } }))
      .filter(({ selector }) => mesh.pods.select(selector).length === 0)
      .map(({ subset, selector }) =>
        subset.at('name').finding({
          message: `no pod carries the labels of the subset \`${subset.at('name').text}\`: ${formatSelector(selector) || 'none at all'}`,
          why: 'requests that are sent to this subset answer 503',
          fix: 'give the pods of one version these labels, or name labels they have',
        }),
      );
  },
});
