import type { KubernetesObject } from '../istio/objects';
import type { GatewayPod } from '../mesh/gateways/gateway-ports';
import type { Mesh } from '../mesh/mesh';
import { formatSelector } from '../mesh/workloads/pods';
import type { Workload } from '../mesh/workloads/workloads';
import { GatewayRouter } from '../route/gateway/gateway-router';
import type { Router } from '../route/router';
import { SidecarRouter } from '../route/sidecar/sidecar-router';
import { areNamespacesAlike } from './alike-namespaces';
import { type Answers, writtenWorkloads } from './answers';

/** Whoever sends requests, in several meshes. */
export interface Caller {
  /** `clients outside the mesh`, `shop/web`, or `a pod with a sidecar in shop`. */
  readonly text: string;
  readonly isOutside: boolean;
  /** Of callers in the mesh. */
  readonly namespace?: string;
  /** Everybody who is answered alike, this one included. */
  readonly alike: readonly string[];
  /** The proxy that is asked in a mesh; undefined where the caller is not there. */
  routerIn(answers: Answers): Router | undefined;
}

/** Clients outside the mesh, who ask the gateway that serves a host. */
export const outsideCaller: Caller = {
  text: 'clients outside the mesh',
  isOutside: true,
  alike: ['clients outside the mesh'],
  routerIn: ({ outside }) => outside,
};

/** The callers outside the mesh who reach a host: through each gateway that serves it, where there are several. */
export function outsideCallers(meshes: readonly Mesh[], domain: string): readonly Caller[] {
  const pods = new Map<string, GatewayPod>();
  for (const mesh of meshes) for (const pod of mesh.gatewayPods.serving(domain)) pods.set(podText(pod), pod);
  if (pods.size < 2) return [outsideCaller];
  const all = [...pods.values()];
  const isUnique = (pod: GatewayPod) => all.filter((other) => shortPodText(other) === shortPodText(pod)).length === 1;
  return all.map((pod) => callerAt(pod, isUnique(pod) ? shortPodText(pod) : podText(pod)));
}

function callerAt(pod: GatewayPod, name: string): Caller {
  const text = `clients outside the mesh, at gateway ${name}`;
  return { text, isOutside: true, alike: [text], routerIn: (answers) => answers.once(text, () => new GatewayRouter(answers.mesh, pod)) };
}

function podText({ namespace, labels }: GatewayPod): string {
  return `${namespace} ${formatSelector(labels)}`;
}

/** By the label that people choose gateways by. */
function shortPodText({ namespace, labels }: GatewayPod): string {
  const api = labels['gateway.networking.k8s.io/gateway-name'];
  if (api !== undefined) return `${namespace}/${api}`;
  return labels.istio === undefined ? podText({ namespace, labels }) : `${namespace} istio=${labels.istio}`;
}

/**
 * The callers inside, one for each kind of those who are answered alike: of the same namespace, where any object can tell namespaces apart, with the same proxy,
 * and with the same values of every label, and the same service account, where an object asks for them.
 */
export function insideCallers(meshes: readonly Mesh[]): readonly Caller[] {
  const [first, ...others] = meshes;
  const known = others.map((mesh) => new Set(mesh.workloads.all.map(nameOf)));
  const common = first ? writtenWorkloads(first).filter((workload) => known.every((names) => names.has(nameOf(workload)))) : [];
  if (common.length === 0) return assumedCallers(meshes);
  const asked = askedOf(meshes);
  const byName = meshes.map((mesh) => new Map(mesh.workloads.all.map((workload) => [nameOf(workload), workload])));
  const isAnywhere = areNamespacesAlike(meshes);
  const groups = new Map<string, Workload[]>();
  for (const workload of common) {
    const seen = byName.map((workloads, index) => viewOf(meshes[index], workloads.get(nameOf(workload)), asked));
    const key = JSON.stringify([isAnywhere ? '' : workload.namespace, seen]);
    groups.set(key, [...(groups.get(key) ?? []), workload]);
  }
  return [...groups.values()].flatMap(callerOf);
}

function callerOf(workloads: readonly Workload[]): Caller[] {
  const [workload] = workloads;
  if (!workload) return [];
  const alike = [...new Set(workloads.map(({ namespace, name }) => `${namespace}/${name}`))];
  const { namespace } = workload;
  return [{ text: alike[0] ?? '', isOutside: false, namespace, alike, routerIn: (answers) => answers.routerOf(workload) }];
}

/** Where the manifests hold no workload that calls: any pod with a sidecar, one for each namespace. */
function assumedCallers(meshes: readonly Mesh[]): Caller[] {
  const namespaces = new Set(meshes.flatMap(writtenNamespaces));
  return [...namespaces].map((namespace) => {
    const text = `a pod with a sidecar in ${namespace}`;
    const routerIn = (answers: Answers) => answers.once(text, () => new SidecarRouter(answers.mesh, { namespace, labels: {} }));
    return { text, isOutside: false, namespace, alike: [text], routerIn };
  });
}

/** Namespaces of Services and routes of the manifests themselves: what is assumed calls nobody. */
function writtenNamespaces(mesh: Mesh): string[] {
  const written = new Set(mesh.manifests);
  const services = mesh.services.all.filter(({ manifest }) => written.has(manifest));
  return [...services, ...mesh.virtualServices.roots].map(({ namespace }) => namespace);
}

interface Asked {
  readonly labels: readonly string[];
  readonly accounts: boolean;
}

function viewOf(mesh: Mesh | undefined, workload: Workload | undefined, { labels, accounts }: Asked): unknown {
  if (!mesh || !workload) return undefined;
  const { kind } = mesh.injection.proxyOf(workload);
  return [kind, labels.map((label) => workload.labels[label]), accounts ? workload.serviceAccount : ''];
}

/** The labels by which objects choose pods or callers, and whether policies ask for service accounts. */
function askedOf(meshes: readonly Mesh[]): Asked {
  const labels = new Set<string>();
  let accounts = false;
  for (const { object } of meshes.flatMap((mesh) => mesh.objects.manifests)) {
    if (!/(^|\.)istio\.io\/|gateway\.networking/.test(object.apiVersion)) continue;
    for (const label of labelsIn(object)) labels.add(label);
    accounts ||= object.kind === 'AuthorizationPolicy' && /rincipal|serviceAccount/i.test(JSON.stringify(object.spec));
  }
  return { labels: [...labels].sort(), accounts };
}

function labelsIn({ kind, spec }: KubernetesObject): string[] {
  if (kind === 'Gateway') return [];
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, below] of Object.entries(value)) {
      const isSelector = ['matchLabels', 'sourceLabels'].includes(name) || (name === 'labels' && kind === 'Sidecar');
      if (isSelector && typeof below === 'object' && below !== null) found.push(...Object.keys(below));
      else walk(below);
    }
  };
  walk(spec);
  return found;
}

function nameOf({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`;
}
