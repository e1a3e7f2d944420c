import { revisionLabel } from '../injection';
import { injectsByDefault } from '../injector-config';
import { kinds } from '../kinds';
import { rule } from '../rule';
import { isDecided } from './namespace-not-injected';

export const injectedByDefault = rule({
  code: 'IST0148',
  name: 'injected-by-default',
  level: 'info',
  kinds: [kinds.Namespace],
  check({ labels, name, nameField }, { mesh }) {
    if (name === 'istio-system' || isDecided(labels) || !injectsByDefault(mesh, labels[revisionLabel])) return [];
    return [
      nameField.finding({
        what: `pods of the namespace \`${name}\` get a sidecar, although it does not ask for one`,
        why: 'this installation has `enableNamespacesByDefault: true`',
        fix: 'labels: { istio-injection: disabled }',
      }),
    ];
  },
});
