import { kinds } from '../../../istio/kinds';
import { injectionLabel, podInjectionLabel, proxyContainer } from '../../../mesh/workloads/injection';
import { rule } from '../../rule';

export const podWithoutProxy = rule({
  code: 'IST0103',
  name: 'pod-without-proxy',
  level: 'warning',
  kinds: [kinds.Pod],
  check({ root, spec, namespace, labels, annotations, nameField }, { mesh }) {
    if (namespace === mesh.rootNamespace || mesh.injection.namespaceLabels(namespace)?.[injectionLabel] !== 'enabled') return [];
    const asked = labels[podInjectionLabel] ?? annotations[podInjectionLabel] ?? '';
    const hasProxy = (proxyContainer(root)?.at('image').text ?? '') !== '';
    if (asked.toLowerCase() === 'false' || spec.at('hostNetwork').value === true || hasProxy) return [];
    return [
      nameField.finding({
        message: `this pod has no sidecar, although the namespace \`${namespace}\` asks for one`,
        why: 'it was made before the label, or the injector could not be reached',
        fix: `kubectl delete pod -n ${namespace} ${root.at('metadata', 'name').text}`,
      }),
    ];
  },
});
