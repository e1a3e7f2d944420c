import { kinds } from '../../../istio/kinds';
import { injectionLabel, revisionLabel } from '../../../mesh/workloads/injection';
import { rule } from '../../rule';
import { isDecided } from './shared/injection-decided';

export const namespaceNotInjected = rule({
  code: 'IST0102',
  name: 'namespace-not-injected',
  level: 'info',
  kinds: [kinds.Namespace],
  check({ labels, name, nameField }, { mesh }) {
    if (name === mesh.rootNamespace || isDecided(labels) || mesh.injectors.injectByDefault(labels[revisionLabel])) return [];
    return [
      nameField.finding({
        message: `the namespace \`${name}\` does not say whether its pods get a sidecar`,
        why: 'they get none: no routes, no encryption, no metrics from them',
        fix: `labels: { ${injectionLabel}: enabled }`,
      }),
    ];
  },
});
