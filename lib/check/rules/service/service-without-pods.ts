import { kinds } from '../../../istio/kinds';
import type { Mesh } from '../../../mesh/mesh';
import { formatSelector } from '../../../mesh/workloads/pods';
import { closest } from '../../../text';
import { rule } from '../../rule';
import type { Subject } from '../../subject';

export const serviceWithoutPods = rule({
  code: 'MESH025',
  name: 'service-without-pods',
  level: 'warning',
  kinds: [kinds.Service, kinds.ServiceEntry],
  closedWorld: true,
  check(subject, { mesh }) {
    const { spec, namespace } = subject;
    if (subject.object.kind === 'ServiceEntry') return ofEntry(subject, mesh);
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

/** A ServiceEntry whose addresses are all in the mesh: those that it lists, or of the pods and machines that it selects. */
function ofEntry({ spec, namespace, nameField }: Subject, mesh: Mesh) {
  const selector = spec.at('workloadSelector', 'labels').labels;
  if (spec.at('resolution').text !== 'STATIC' || spec.at('endpoints').items.length > 0) return [];
  if (selector && mesh.workloads.select(namespace, selector).length > 0) return [];
  const place = selector ? spec.at('workloadSelector') : nameField;
  return [
    place.finding({
      message: selector
        ? `no pod and no WorkloadEntry of the namespace \`${namespace}\` carries \`${formatSelector(selector)}\``
        : 'its resolution is `STATIC`, and it lists no endpoints',
      why: 'its hosts have no endpoints, so requests to them answer 503',
      fix: selector ? undefined : 'add `endpoints` or a `workloadSelector`, or have `resolution: DNS` look the hosts up',
    }),
  ];
}
