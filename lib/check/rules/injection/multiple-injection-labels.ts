import { kinds } from '../../../istio/kinds';
import { dataplaneModeLabel, injectionLabel, revisionLabel } from '../../../mesh/workloads/injection';
import { rule } from '../../rule';

export const multipleInjectionLabels = rule({
  code: 'IST0123',
  name: 'multiple-injection-labels',
  level: 'warning',
  kinds: [kinds.Namespace],
  check({ labels, name, root }) {
    if (name === 'istio-system') return [];
    const injection = labels[injectionLabel];
    const others = injection === undefined || injection === 'enabled' ? [revisionLabel, dataplaneModeLabel] : [];
    const given = [injectionLabel, ...others].filter((label) => labels[label] !== undefined);
    const [, second] = given;
    if (second === undefined) return [];
    return [
      root.at('metadata', 'labels', second).finding({
        message: `the namespace \`${name}\` says in several ways how its pods join the mesh: ${given.map((label) => `\`${label}\``).join(', ')}`,
        why: `\`${injectionLabel}\` wins over \`${revisionLabel}\`, and sidecars over the ambient mesh, whatever was meant`,
        fix: 'keep one of them',
      }),
    ];
  },
});
