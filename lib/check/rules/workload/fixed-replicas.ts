import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const fixedReplicas = rule({
  code: 'MESH040',
  name: 'fixed-replicas',
  level: 'warning',
  kinds: [kinds.Deployment, kinds.StatefulSet, kinds.ReplicaSet],
  check({ object, spec, namespace }, { mesh }) {
    const replicas = spec.at('replicas');
    const autoscaler = autoscalers(mesh).get(`${namespace} ${object.kind} ${object.metadata.name}`);
    // At 0 no autoscaler acts: it is how one is switched off.
    if (autoscaler === undefined || !replicas.exists || replicas.value === 0) return [];
    return [
      replicas.finding({
        message: `${object.kind} \`${object.metadata.name}\` sets \`replicas: ${replicas.value}\`, and ${autoscaler} scales it`,
        why: 'each apply, and each sync of Argo CD, sets the number of pods back',
        fix: 'leave `replicas` out',
      }),
    ];
  },
});

/** Which autoscaler scales what, by namespace, kind and name. */
const autoscalers = memo((mesh: Mesh) => {
  const targets = new Map<string, string>();
  for (const [group, kind] of [
    ['autoscaling', 'HorizontalPodAutoscaler'],
    ['keda.sh', 'ScaledObject'],
  ] as const) {
    for (const { object } of mesh.ofKind(group, kind)) {
      const target = new FieldReader(object).at('spec', 'scaleTargetRef');
      const key = [object.metadata.namespace ?? 'default', target.at('kind').text || 'Deployment', target.at('name').text].join(' ');
      targets.set(key, `${kind} \`${object.metadata.name}\``);
    }
  }
  return targets;
});
