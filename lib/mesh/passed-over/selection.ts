import { fits, type Labels } from '../../istio/labels';
import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { PolicySubject } from '../security/policy-target';
import type { Workload } from '../workloads/workloads';
import type { Facts } from './facts';

/** The pods that an object is written for. */
export interface Selection {
  readonly namespace: string;
  /** Undefined: every pod. */
  readonly selector: Labels | undefined;
  /** The selector as it is written, else the object's name. */
  readonly field: FieldReader;
  readonly pods: readonly Workload[];
  /** Does it hold for pods of every namespace? */
  readonly everywhere: boolean;
}

/** The kinds that hold for every namespace when they are in the root namespace, their selector included. */
const wide: ReadonlySet<string> = new Set(['AuthorizationPolicy', 'RequestAuthentication']);

/** Where each kind keeps its selector. */
const selectorFields: Readonly<Record<string, readonly string[]>> = {
  Sidecar: ['spec', 'workloadSelector', 'labels'],
};

export function selectionOf({ object }: Manifest, { rootNamespace, pods, workloads }: Facts): Selection {
  const root = new FieldReader(object);
  const field = root.at(...(selectorFields[object.kind] ?? ['spec', 'selector', 'matchLabels']));
  const labels = field.labels ?? {};
  const selector = Object.keys(labels).length > 0 ? labels : undefined;
  const namespace = namespaceOf(object);
  const everywhere = namespace === rootNamespace && wide.has(object.kind);
  return {
    namespace,
    selector,
    field: selector ? root.at(...field.path.slice(0, 2)) : root.at('metadata', 'name'),
    pods: everywhere ? pods.select(labels) : workloads.select(namespace, labels),
    everywhere,
  };
}

/** Is the object written for a pod? A selector that fits no pod of its own namespace may be meant for one of another. */
export function isFor({ selector, namespace, everywhere, pods }: Selection, pod: PolicySubject): boolean {
  const isMisplaced = pods.length === 0 && selector !== undefined;
  return fits(selector ?? {}, pod.labels) && (everywhere || isMisplaced || pod.namespace === namespace);
}
