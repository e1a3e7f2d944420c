import { kinds } from '../../../istio/kinds';
import { sidecarSelector } from '../../../mesh/workloads/competing-selectors';
import { rule } from '../../rule';

export const rootSidecarWithSelector = rule({
  code: 'KIA1006',
  name: 'root-sidecar-with-selector',
  level: 'warning',
  kinds: [kinds.Sidecar],
  check({ spec, namespace }, { mesh }) {
    if (namespace !== mesh.rootNamespace || !sidecarSelector(spec)) return [];
    return [
      spec.at('workloadSelector').finding({
        message: 'a Sidecar of the root namespace has a selector',
        why: 'there it is the default of all namespaces, which selects no pod in particular: the selector makes it hold for that namespace alone',
        fix: 'leave `workloadSelector` out',
      }),
    ];
  },
});
