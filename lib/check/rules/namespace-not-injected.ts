import { dataplaneModeLabel, injectionLabel, revisionLabel } from '../injection';
import { injectsByDefault } from '../injector-config';
import { kinds } from '../kinds';
import { rule } from '../rule';

export const namespaceNotInjected = rule({
  code: 'IST0102',
  name: 'namespace-not-injected',
  level: 'info',
  kinds: [kinds.Namespace],
  check({ labels, name, nameField }, { mesh }) {
    if (name === 'istio-system' || isDecided(labels) || injectsByDefault(mesh, labels[revisionLabel])) return [];
    return [
      nameField.finding({
        what: `the namespace \`${name}\` does not say whether its pods get a sidecar`,
        why: 'they get none: no routes, no encryption, no metrics from them',
        fix: `labels: { ${injectionLabel}: enabled }`,
      }),
    ];
  },
});

/** Has the owner said what is to become of the pods? */
export function isDecided(labels: Readonly<Record<string, string>>): boolean {
  return labels[dataplaneModeLabel] === 'ambient' || (labels[injectionLabel] ?? '') !== '' || labels[revisionLabel] !== undefined;
}
