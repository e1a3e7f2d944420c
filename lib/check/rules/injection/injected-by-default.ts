import { kinds } from '../../../istio/kinds';
import { revisionLabel } from '../../../mesh/workloads/injection';
import { rule } from '../../rule';
import { isDecided } from './shared/injection-decided';

export const injectedByDefault = rule({
  code: 'IST0148',
  name: 'injected-by-default',
  level: 'info',
  kinds: [kinds.Namespace],
  check({ labels, name, nameField }, { mesh }) {
    if (name === mesh.rootNamespace || isDecided(labels) || !mesh.injectors.injectByDefault(labels[revisionLabel])) return [];
    return [
      nameField.finding({
        message: `pods of the namespace \`${name}\` get a sidecar, although it does not ask for one`,
        why: 'this installation has `enableNamespacesByDefault: true`',
        fix: 'labels: { istio-injection: disabled }',
      }),
    ];
  },
});
