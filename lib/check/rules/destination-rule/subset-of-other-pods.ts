import { kinds } from '../../../istio/kinds';
import { fits } from '../../../istio/labels';
import { findService } from '../../../mesh/services/find-service';
import { formatSelector } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';

export const subsetOfOtherPods = rule({
  code: 'KIA0203',
  name: 'subset-of-other-pods',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const service = findService(mesh, spec.at('host').text, { namespace, exportTo: spec.at('exportTo').texts });
    if (service?.registry !== 'kubernetes' || !service.selector) return [];
    const pods = mesh.workloads.select(service.namespace, service.selector);
    return (
      spec
        .at('subsets')
        .items.map((subset) => ({ subset, labels: subset.at('labels').labels ?? {} }))
        // When no pod at all has the labels, `subset-without-pods` tells.
        .filter(({ labels }) => !pods.some((pod) => fits(labels, pod.labels)) && mesh.pods.select(labels).length > 0)
        .map(({ subset, labels }) =>
          subset.at('name').finding({
            message: `no pod of \`${service.host}\` carries the labels of the subset \`${subset.at('name').text}\`: ${formatSelector(labels)}`,
            why: 'pods of other services do, but they do not count: requests that are sent to this subset answer 503',
            fix: 'give the pods of one version these labels, or name labels they have',
          }),
        )
    );
  },
});
