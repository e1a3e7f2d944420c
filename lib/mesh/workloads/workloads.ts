import { fits, type Labels } from '../../istio/labels';
import { namespaceOf } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { anything, list, map, number, record, text } from '../decode';
import { gatewayName } from '../gateway-api/deployments';
import { makesPods, podTemplateOf } from './pod-makers';

/** Pods that share one template, or a single Pod. */
export interface Workload {
  /** `Deployment`, `Pod`, … */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The labels of its pods. */
  readonly labels: Labels;
  /** How many pods it asks for; a workload of 0 has no endpoints. */
  readonly replicas: number;
  /** The ServiceAccount of its pods. */
  readonly serviceAccount: string;
  /** Declared container ports by name, for Services whose `targetPort` is a name. */
  readonly namedPorts: ReadonlyMap<string, number>;
  /** Declared container ports. They inform only: a program may listen elsewhere too. */
  readonly containerPorts: readonly number[];
  /** Can its pods take requests? A Pod that says it is not ready, or that it is done, cannot. */
  readonly ready: boolean;
  /** Of a machine outside Kubernetes: its address, and its ports by the name of the service port. @default - it is pods */
  readonly machine?: { readonly address?: string; readonly ports: Readonly<Record<string, number>> };
  /** The object that makes the pods. */
  readonly manifest: Manifest;
}

const podSpec = record({
  serviceAccountName: text,
  containers: list(record({ ports: list(record({ name: text, containerPort: number })) })),
});
const template = record({ metadata: record({ labels: map(text) }), spec: podSpec });
const workloadSpec = record({ replicas: number });
const podStatus = record({ phase: text, conditions: list(record({ type: text, status: text })) });
const podObject = record({ spec: podSpec, status: podStatus, metadata: record({ labels: map(text), deletionTimestamp: anything }) });
const entrySpec = record({ address: text, labels: map(text), ports: map(number), serviceAccount: text });
const groupSpec = record({ metadata: record({ labels: map(text) }), template: entrySpec });

/** The workload a manifest declares; undefined for any other kind. */
export function workloadOf(manifest: Manifest): Workload | undefined {
  const { object } = manifest;
  if (object.kind === 'WorkloadEntry') return machine(manifest, entrySpec.decode(object.spec));
  if (object.kind === 'WorkloadGroup') return machineOfGroup(manifest);
  if (!makesPods(object)) return undefined;
  if (object.kind === 'Pod') return podWorkload(manifest);
  const { replicas } = workloadSpec.decode(object.spec);
  const pods = template.decode(podTemplateOf(object).value);
  const labels = { ...addedLabels(object), ...pods.metadata?.labels };
  return build(manifest, { labels, replicas: replicas ?? 1, spec: pods.spec ?? {}, ready: true });
}

/** Labels that a controller adds to the pods it makes, as far as the manifest tells them. */
function addedLabels({ apiVersion, metadata }: Manifest['object']): Labels {
  return apiVersion.startsWith('serving.knative.dev/') ? { 'serving.knative.dev/service': metadata.name } : {};
}

function podWorkload(manifest: Manifest): Workload {
  const { spec, status, metadata } = podObject.decode(manifest.object);
  const unready = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'False') ?? false;
  const done = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  const going = metadata?.deletionTimestamp !== undefined;
  return build(manifest, { labels: metadata?.labels ?? {}, replicas: 1, spec: spec ?? {}, ready: !unready && !done && !going });
}

/** A machine outside Kubernetes. Source: Istio `WorkloadEntry`; Services and ServiceEntries select it as they select pods. */
function machine(manifest: Manifest, { address, labels = {}, ports = {}, serviceAccount }: ReturnType<typeof entrySpec.decode>): Workload {
  const common = build(manifest, { labels, replicas: 1, spec: { serviceAccountName: serviceAccount }, ready: true });
  return { ...common, machine: { address, ports } };
}

/** Machines that register themselves as members of a group: that there is one is assumed. */
function machineOfGroup(manifest: Manifest): Workload {
  const { metadata, template: entry = {} } = groupSpec.decode(manifest.object.spec);
  return machine(manifest, { ...entry, address: undefined, labels: { ...entry.labels, ...metadata?.labels } });
}

interface PodFacts {
  readonly labels: Labels;
  readonly replicas: number;
  readonly spec: ReturnType<typeof podSpec.decode>;
  readonly ready: boolean;
}

function build(manifest: Manifest, { labels, replicas, spec, ready }: PodFacts): Workload {
  const ports = (spec.containers ?? []).flatMap((container) => container.ports ?? []);
  return {
    kind: manifest.object.kind,
    name: manifest.object.metadata.name,
    namespace: namespaceOf(manifest.object),
    labels,
    replicas,
    serviceAccount: spec.serviceAccountName || 'default',
    namedPorts: new Map(ports.flatMap(({ name, containerPort }) => (name ? [[name, containerPort ?? 0] as const] : []))),
    containerPorts: ports.map(({ containerPort }) => containerPort ?? 0),
    ready,
    manifest,
  };
}

/** Workloads of one mesh, found by namespace and selector without looking at all of them. */
export class WorkloadIndex {
  readonly all: readonly Workload[];
  private readonly byLabel = new Map<string, Workload[]>();
  private readonly byNamespace = new Map<string, Workload[]>();

  constructor(manifests: Iterable<Manifest>) {
    const all: Workload[] = [];
    for (const manifest of manifests) {
      const workload = workloadOf(manifest);
      if (workload) all.push(workload);
    }
    this.all = all;
    for (const workload of all) this.add(workload);
  }

  /** Workloads of the namespace. */
  inNamespace(namespace: string): readonly Workload[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** Workloads of the namespace without the gateways that istiod deploys itself, which are in no manifest. */
  writtenIn(namespace: string): readonly Workload[] {
    return this.inNamespace(namespace).filter(({ labels }) => labels[gatewayName] === undefined);
  }

  /** Workloads of the namespace whose pods carry every label of the selector; an empty selector takes all. */
  select(namespace: string, selector: Labels): readonly Workload[] {
    const candidates = Object.entries(selector).map(([key, value]) => this.byLabel.get(labelKey(namespace, key, value)) ?? []);
    const fewest = candidates.reduce<readonly Workload[] | undefined>(
      (best, next) => (best && best.length <= next.length ? best : next),
      undefined,
    );
    return (fewest ?? this.inNamespace(namespace)).filter((workload) => fits(selector, workload.labels));
  }

  private add(workload: Workload): void {
    push(this.byNamespace, workload.namespace, workload);
    for (const [key, value] of Object.entries(workload.labels)) push(this.byLabel, labelKey(workload.namespace, key, value), workload);
  }
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

function push<V>(index: Map<string, V[]>, key: string, value: V): void {
  const bucket = index.get(key);
  if (bucket) bucket.push(value);
  else index.set(key, [value]);
}
