import { kinds } from '../../../istio/kinds';
import { formatSelector } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';

export const sidecarSelectorWithoutPods = rule({
  code: 'IST0101',
  name: 'sidecar-selector-without-pods',
  level: 'error',
  kinds: [kinds.Sidecar, kinds.Telemetry],
  closedWorld: true,
  check({ object, spec, namespace }, { mesh }) {
    const field = object.kind === 'Sidecar' ? spec.at('workloadSelector', 'labels') : spec.at('selector', 'matchLabels');
    const selector = field.labels ?? {};
    if (Object.keys(selector).length === 0 || mesh.workloads.select(namespace, selector).length > 0) return [];
    return [
      field.finding({
        message: `no pod of the namespace \`${namespace}\` carries \`${formatSelector(selector)}\``,
        why: `this ${object.kind} holds for nobody`,
        fix: 'select labels of the pod template; pods of other namespaces do not count',
      }),
    ];
  },
});
