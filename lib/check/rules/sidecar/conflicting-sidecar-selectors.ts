import { kinds } from '../../../istio/kinds';
import { sidecarSelector } from '../../../mesh/workloads/competing-selectors';
import { isRedirected } from '../../../mesh/workloads/injection';
import { rule } from '../../rule';

export const conflictingSidecarSelectors = rule({
  code: 'IST0110',
  name: 'conflicting-sidecar-selectors',
  level: 'error',
  kinds: [kinds.Sidecar],
  check({ spec, name, namespace }, { mesh }) {
    const selector = sidecarSelector(spec);
    const found = selector && mesh.competingSidecars.rivalFor(namespace, name, selector);
    if (!found || isRedirected(found.pod)) return [];
    return [
      spec.at('workloadSelector').finding({
        message: `the Sidecar \`${found.rival}\` also selects the pods of ${found.pod.kind} \`${found.pod.name}\``,
        why: 'a pod has one Sidecar; the oldest counts, the others are passed over',
        fix: 'make the selectors exclude each other, or merge the two',
      }),
    ];
  },
});
