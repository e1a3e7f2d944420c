import { kinds } from '../../../istio/kinds';
import { formatSelector } from '../../../mesh/workloads/pods';
import { closest } from '../../../text';
import { rule } from '../../rule';

export const serviceWithoutPods = rule({
  code: 'MESH025',
  name: 'service-without-pods',
  level: 'warning',
  kinds: [kinds.Service],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const selector = spec.at('selector').labels ?? {};
    if (Object.keys(selector).length === 0 || mesh.workloads.select(namespace, selector).length > 0) return [];
    if (mesh.workloads.writtenIn(namespace).length === 0) return [];
    const [key, value] =
      Object.entries(selector).find(([name, wanted]) => mesh.workloads.select(namespace, { [name]: wanted }).length === 0) ?? [];
    const values = mesh.workloads.writtenIn(namespace).flatMap(({ labels }) => (key === undefined ? [] : (labels[key] ?? [])));
    const near = value === undefined ? undefined : closest(value, values);
    return [
      spec.at('selector').finding({
        message: `no pod of the namespace \`${namespace}\` carries \`${formatSelector(selector)}\``,
        why: 'the Service has no endpoints, so requests to it answer 503',
        fix: near === undefined ? undefined : `${key}: ${near}`,
      }),
    ];
  },
});
