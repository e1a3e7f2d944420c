import { kinds } from '../../istio/kinds';
import { fits, type Labels } from '../../istio/labels';
import type { KubernetesObject } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';
import { memo } from '../../memo';
import type { Mesh } from '../mesh';
import type { Workload } from './workloads';

/*
 * A cluster holds Pods; a set of manifests mostly holds what makes them. Each workload stands for one Pod made from its
 * template.
 */

/** The template of a workload's Pods, or the Pod itself: `metadata` and `spec` as they are written. */
export const podOf = memo((workload: Workload): FieldReader => podTemplateOf(workload.manifest.object));

/** The kinds that make Pods from a template. */
export const workloadKinds = [kinds.Deployment, kinds.StatefulSet, kinds.DaemonSet, kinds.ReplicaSet, kinds.Job] as const;

/** As `podOf`, of any object that makes Pods or is one. */
export function podTemplateOf(object: KubernetesObject): FieldReader {
  const root = new FieldReader(object);
  return object.kind === 'Pod' ? root : root.at('spec', 'template');
}

/** Pods of the whole mesh by label, so that a selector looks at few of them. */
class PodIndex {
  private readonly byLabel = new Map<string, Workload[]>();
  private readonly answers = new Map<string, readonly Workload[]>();

  constructor(private readonly mesh: Mesh) {
    for (const workload of mesh.workloads.all) {
      for (const [key, value] of Object.entries(labelsOf(mesh, workload))) {
        const bucket = this.byLabel.get(`${key}=${value}`);
        if (bucket) bucket.push(workload);
        else this.byLabel.set(`${key}=${value}`, [workload]);
      }
    }
  }

  select(selector: Labels): readonly Workload[] {
    const terms = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
    const question = terms.sort().join(',');
    let answer = this.answers.get(question);
    if (!answer) {
      const candidates = terms.map((term) => this.byLabel.get(term) ?? []).sort((one, other) => one.length - other.length);
      answer = (candidates[0] ?? this.mesh.workloads.all).filter((workload) => fits(selector, labelsOf(this.mesh, workload)));
      this.answers.set(question, answer);
    }
    return answer;
  }
}

const indexOf = memo((mesh: Mesh) => new PodIndex(mesh));

/** Pods of any namespace that carry every label of the selector; an empty selector takes all. */
export function podsAnywhere(mesh: Mesh, selector: Labels): readonly Workload[] {
  return indexOf(mesh).select(selector);
}

/** A selector as people write it: `app=user,version=v1`. */
export function formatSelector(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

const topology = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'] as const;

/** A Pod's labels and those that istiod adds from the node it runs on. Source: Istio `AugmentLabels`. */
function labelsOf(mesh: Mesh, workload: Workload): Labels {
  if (workload.kind !== 'Pod') return workload.labels;
  const node = podOf(workload).at('spec', 'nodeName').text;
  if (node === '') return workload.labels;
  const onNode = mesh.find('', 'Node', { name: node })?.object.metadata.labels ?? {};
  const locality = Object.fromEntries(topology.flatMap((key) => (onNode[key] ? [[key, onNode[key]]] : [])));
  return { ...workload.labels, ...locality, 'kubernetes.io/hostname': node };
}
