import { kinds } from '../../../istio/kinds';
import { fits } from '../../../istio/labels';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { podTemplateOf } from '../../../mesh/workloads/pod-makers';
import { rule } from '../../rule';
import type { Subject } from '../../subject';

export const unpreparedWorkload = rule({
  code: 'MESH022',
  name: 'unprepared-workload',
  level: 'info',
  kinds: [kinds.Deployment, kinds.StatefulSet],
  check(subject, { mesh }) {
    const missing = [...podLacks(podTemplateOf(subject.object)), ...(lacksBudget(subject, mesh) ? ['a PodDisruptionBudget'] : [])];
    if (missing.length === 0) return [];
    return [
      subject.nameField.finding({
        message: `it is not prepared to run: it lacks ${missing.join(', ')}`,
        why: 'without them a rollout sends requests to pods that are not ready, a neighbour can starve it, and a break-in finds root',
        fix: 'declare it by `Microservice`, which sets them all',
      }),
    ];
  },
});

function podLacks(pod: FieldReader): string[] {
  const spec = pod.at('spec');
  const containers = spec.at('containers').items.filter((container) => container.at('name').text !== 'istio-proxy');
  if (containers.length === 0) return [];
  const every = (holds: (container: FieldReader) => boolean) => containers.every(holds);
  const unprivileged = (holder: FieldReader) => holder.at('securityContext', 'runAsNonRoot').value === true;
  return [
    ...(every((container) => container.at('readinessProbe').exists) ? [] : ['a readiness probe']),
    ...(every((container) => container.at('resources', 'requests').exists) ? [] : ['resource requests']),
    ...(unprivileged(spec) || every(unprivileged) ? [] : ['`runAsNonRoot`']),
    ...(['', 'default'].includes(spec.at('serviceAccountName').text) ? ['a service account of its own'] : []),
  ];
}

/** One pod has nothing to keep up while a node is drained. */
function lacksBudget({ object, spec, namespace }: Subject, mesh: Mesh): boolean {
  if ((spec.at('replicas').number ?? 1) < 2) return false;
  const labels = podTemplateOf(object).at('metadata', 'labels').labels ?? {};
  return !budgets(mesh).some((budget) => budget.namespace === namespace && fits(budget.selector, labels));
}

const budgets = memo((mesh: Mesh) =>
  mesh.ofKind('policy', 'PodDisruptionBudget').map(({ object }) => ({
    namespace: object.metadata.namespace ?? 'default',
    selector: new FieldReader(object).at('spec', 'selector', 'matchLabels').labels ?? {},
  })),
);
