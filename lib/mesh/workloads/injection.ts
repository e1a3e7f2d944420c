import type { FieldReader } from '../../manifest/field';
import type { Mesh } from '../mesh';
import { podOf } from './pods';
import type { Workload } from './workloads';

/** Names of labels that decide whether and how a pod joins the mesh. Source: `istio.io/api` labels. */
export const injectionLabel = 'istio-injection';
export const revisionLabel = 'istio.io/rev';
export const dataplaneModeLabel = 'istio.io/dataplane-mode';
export const podInjectionLabel = 'sidecar.istio.io/inject';
const redirection = 'ambient.istio.io/redirection';

/** Labels of a namespace that the set declares. */
export function namespaceLabels(mesh: Mesh, namespace: string): Readonly<Record<string, string>> | undefined {
  const manifest = mesh.namespaces.get(namespace);
  return manifest && (manifest.object.metadata.labels ?? {});
}

/** The sidecar's container, where the template brings it along. */
export function proxyContainer(pod: FieldReader): FieldReader | undefined {
  const containers = [...pod.at('spec', 'containers').items, ...pod.at('spec', 'initContainers').items];
  return containers.find((container) => container.at('name').text === 'istio-proxy');
}

/** Do these pods get a sidecar? Source: Istio `in_mesh.go`, which does not look at revisions. */
export function hasSidecar(mesh: Mesh, workload: Workload): boolean {
  const pod = podOf(workload);
  if ((proxyContainer(pod)?.at('image').text ?? '') !== '') return true;
  for (const place of ['labels', 'annotations']) {
    const asked = pod.at('metadata', place, podInjectionLabel);
    if (asked.exists) return asked.text === 'true';
  }
  return namespaceLabels(mesh, workload.namespace)?.[injectionLabel] === 'enabled';
}

/** Has the ambient mesh taken these pods over? Only a live pod says so. */
export function isRedirected(workload: Workload): boolean {
  return podOf(workload).at('metadata', 'annotations', redirection).text === 'enabled';
}

/** Do pods of this namespace join the ambient mesh, having no sidecars? */
export function isAmbientNamespace(mesh: Mesh, namespace: string): boolean {
  const labels = namespaceLabels(mesh, namespace);
  if (!labels || labels[injectionLabel] === 'enabled' || labels[revisionLabel]) return false;
  return labels[dataplaneModeLabel] === 'ambient';
}
