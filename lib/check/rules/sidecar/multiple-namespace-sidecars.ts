import { kinds } from '../../../istio/kinds';
import { sidecarSelector } from '../../../mesh/workloads/competing-selectors';
import { rule } from '../../rule';

export const multipleNamespaceSidecars = rule({
  code: 'IST0111',
  name: 'multiple-namespace-sidecars',
  level: 'error',
  kinds: [kinds.Sidecar],
  check({ spec, name, namespace, nameField }, { mesh }) {
    if (sidecarSelector(spec) !== undefined || mesh.injection.isAmbient(namespace)) return [];
    const others = mesh.competingSidecars.othersWithoutSelector(namespace, name);
    if (others.length === 0) return [];
    return [
      nameField.finding({
        message: `the namespace \`${namespace}\` has more Sidecars without a selector: ${others.map((other) => `\`${other}\``).join(', ')}`,
        why: 'a namespace has one default; the oldest counts, the others are passed over',
        fix: 'merge them, or give all but one a `workloadSelector`',
      }),
    ];
  },
});
