import { kinds } from '../../../istio/kinds';
import { namespaceOf, qualifiedName } from '../../../istio/names';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const duplicateWorkloadGroup = rule({
  code: 'KIA1702',
  name: 'duplicate-workload-group',
  level: 'warning',
  kinds: [kinds.WorkloadGroup],
  check({ spec, namespace, qualifiedName: own }, { mesh }) {
    const labels = spec.at('metadata', 'labels');
    const rival = (groupsByLabels(mesh).get(keyOf(namespace, labels)) ?? []).find((name) => name !== own);
    if (rival === undefined || labels.entries.length === 0) return [];
    return [
      labels.finding({
        message: `the WorkloadGroup \`${rival}\` gives its machines the same labels`,
        why: 'no selector can distinguish the two',
        fix: 'add a label that differs',
      }),
    ];
  },
});

function keyOf(namespace: string, labels: FieldReader): string {
  return `${namespace} ${JSON.stringify(Object.entries(labels.labels ?? {}).sort())}`;
}

const groupsByLabels = memo((mesh: Mesh) => {
  const byLabels = new Map<string, string[]>();
  for (const { object } of mesh.ofKind('networking.istio.io', 'WorkloadGroup')) {
    const key = keyOf(namespaceOf(object), new FieldReader(object).at('spec', 'metadata', 'labels'));
    byLabels.set(key, [...(byLabels.get(key) ?? []), qualifiedName(object)]);
  }
  return byLabels;
});
