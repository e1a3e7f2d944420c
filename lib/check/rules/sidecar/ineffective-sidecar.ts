import { kinds } from '../../../istio/kinds';
import { sidecarSelector } from '../../../mesh/workloads/competing-selectors';
import { isRedirected } from '../../../mesh/workloads/injection';
import { rule } from '../../rule';

export const ineffectiveSidecar = rule({
  code: 'IST0167',
  name: 'ineffective-sidecar',
  level: 'warning',
  kinds: [kinds.Sidecar],
  check({ spec, namespace, nameField }, { mesh }) {
    const selector = sidecarSelector(spec);
    const ambient = selector ? mesh.workloads.select(namespace, selector).some(isRedirected) : mesh.injection.isAmbient(namespace);
    if (!ambient) return [];
    return [
      nameField.finding({
        message: `the pods that this Sidecar is for are in the ambient mesh`,
        why: 'they have no sidecar proxy that it could configure',
        fix: 'remove it, or take the pods out of the ambient mesh',
      }),
    ];
  },
});
