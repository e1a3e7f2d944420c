import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { labelSelectorFits } from '../../../mesh/workloads/label-selector';
import { formatSelector, podOf } from '../../../mesh/workloads/pods';
import { isRelabelled } from '../../../mesh/workloads/relabelled';
import { rule } from '../../rule';

const controllers = [kinds.Deployment, kinds.StatefulSet, kinds.DaemonSet, kinds.ReplicaSet];

export const overlappingSelectors = rule({
  code: 'MESH002',
  name: 'overlapping-selectors',
  level: 'warning',
  kinds: controllers,
  check({ object, spec, namespace }, { mesh }) {
    const selector = spec.at('selector');
    const first = Object.entries(selector.at('matchLabels').labels ?? {})[0];
    if (!first) return [];
    const rivals = (podsByLabel(mesh).get(`${namespace} ${first[0]}=${first[1]}`) ?? [])
      // A name is one object in whatever version it is written.
      .filter(({ kind, name }) => kind !== object.kind || name !== object.metadata.name)
      .filter(({ manifest }) => labelSelectorFits(selector, labelsOf(manifest.object)) && !isRelabelled(manifest))
      .map(({ kind, name }) => `${kind} \`${name}\``);
    if (rivals.length === 0) return [];
    const labels = selector.at('matchLabels');
    return [
      labels.finding({
        message: `${object.kind} \`${object.metadata.name}\` also selects the pods of ${rivals.join(', ')}: \`${formatSelector(labels.labels ?? {})}\``,
        why: 'two controllers with one selector may fight over the same pods',
        fix: 'add `version` to `spec.selector.matchLabels` of each',
      }),
    ];
  },
});

/** Workloads with a template, by each label of their pods. */
const podsByLabel = memo((mesh: Mesh) => {
  const byLabel = new Map<string, (typeof mesh.workloads.all)[number][]>();
  for (const workload of mesh.workloads.all) {
    if (workload.kind === 'Pod' || workload.kind === 'Job') continue;
    for (const [key, value] of Object.entries(podOf(workload).at('metadata', 'labels').labels ?? {})) {
      const bucket = byLabel.get(`${workload.namespace} ${key}=${value}`);
      if (bucket) bucket.push(workload);
      else byLabel.set(`${workload.namespace} ${key}=${value}`, [workload]);
    }
  }
  return byLabel;
});

function labelsOf(object: unknown): Readonly<Record<string, string>> {
  return new FieldReader(object).at('spec', 'template', 'metadata', 'labels').labels ?? {};
}
