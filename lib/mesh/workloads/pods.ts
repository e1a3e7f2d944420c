import { kinds } from '../../istio/kinds';
import { fits, type Labels } from '../../istio/labels';
import type { FieldReader } from '../../manifest/field';
import { memo } from '../../memo';
import type { Objects } from '../objects';
import { podTemplateOf } from './pod-makers';
import type { Workload, WorkloadIndex } from './workloads';

/*
 * A cluster holds Pods; a set of manifests mostly holds what makes them. Each workload stands for one Pod made from its
 * template.
 */

/** The template of a workload's Pods, or the Pod itself: `metadata` and `spec` as they are written. */
export const podOf = memo((workload: Workload): FieldReader => podTemplateOf(workload.manifest.object));

/** The kinds that make Pods from a template. */
export const workloadKinds = [kinds.Deployment, kinds.StatefulSet, kinds.DaemonSet, kinds.ReplicaSet, kinds.Job] as const;

const topology = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'] as const;

/** Pods of the whole mesh by label, so that a selector looks at few of them. */
export class PodIndex {
  private readonly byLabel = new Map<string, Workload[]>();
  private readonly answers = new Map<string, readonly Workload[]>();

  constructor(
    private readonly objects: Objects,
    private readonly workloads: WorkloadIndex,
  ) {
    for (const workload of workloads.all) {
      for (const [key, value] of Object.entries(this.labelsOf(workload))) {
        const bucket = this.byLabel.get(`${key}=${value}`);
        if (bucket) bucket.push(workload);
        else this.byLabel.set(`${key}=${value}`, [workload]);
      }
    }
  }

  /** Pods of any namespace that carry every label of the selector; an empty selector selects all. */
  select(selector: Labels): readonly Workload[] {
    const terms = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
    const question = terms.sort().join(',');
    let answer = this.answers.get(question);
    if (!answer) {
      const candidates = terms.map((term) => this.byLabel.get(term) ?? []).sort((one, other) => one.length - other.length);
      answer = (candidates[0] ?? this.workloads.all).filter((workload) => fits(selector, this.labelsOf(workload)));
      this.answers.set(question, answer);
    }
    return answer;
  }

  /** A Pod's labels and those that istiod adds from the node it runs on. Source: Istio `AugmentLabels`. */
  private labelsOf(workload: Workload): Labels {
    if (workload.kind !== 'Pod') return workload.labels;
    const node = podOf(workload).at('spec', 'nodeName').text;
    if (node === '') return workload.labels;
    const onNode = this.objects.find('', 'Node', { name: node })?.object.metadata.labels ?? {};
    const locality = Object.fromEntries(topology.flatMap((key) => (onNode[key] ? [[key, onNode[key]]] : [])));
    return { ...workload.labels, ...locality, 'kubernetes.io/hostname': node };
  }
}

/** A selector as people write it: `app=user,version=v1`. */
export function formatSelector(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
