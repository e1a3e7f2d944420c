import type { FieldReader } from '../../manifest/field';
import type { Objects } from '../objects';
import { podOf } from './pods';
import type { Workload } from './workloads';

/** Names of labels that decide whether and how a pod joins the mesh. Source: `istio.io/api` labels. */
export const injectionLabel = 'istio-injection';
export const revisionLabel = 'istio.io/rev';
export const dataplaneModeLabel = 'istio.io/dataplane-mode';
export const podInjectionLabel = 'sidecar.istio.io/inject';
const redirection = 'ambient.istio.io/redirection';

/** Which pods get a sidecar, and which namespaces are in the ambient mesh. */
export class Injection {
  constructor(private readonly objects: Objects) {}

  /** Labels of a namespace that is declared; undefined for any other. */
  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined {
    const manifest = this.objects.find('', 'Namespace', { name: namespace });
    return manifest && (manifest.object.metadata.labels ?? {});
  }

  /** Do these pods get a sidecar? Source: Istio `in_mesh.go`, which does not look at revisions. */
  hasSidecar(workload: Workload): boolean {
    const pod = podOf(workload);
    if ((proxyContainer(pod)?.at('image').text ?? '') !== '') return true;
    for (const place of ['labels', 'annotations']) {
      const asked = pod.at('metadata', place, podInjectionLabel);
      if (asked.exists) return asked.text === 'true';
    }
    return this.namespaceLabels(workload.namespace)?.[injectionLabel] === 'enabled';
  }

  /** Do pods of this namespace join the ambient mesh, having no sidecars? */
  isAmbient(namespace: string): boolean {
    const labels = this.namespaceLabels(namespace);
    if (!labels || labels[injectionLabel] === 'enabled' || labels[revisionLabel]) return false;
    return labels[dataplaneModeLabel] === 'ambient';
  }
}

/** The sidecar's container, where the template brings it along. */
export function proxyContainer(pod: FieldReader): FieldReader | undefined {
  const containers = [...pod.at('spec', 'containers').items, ...pod.at('spec', 'initContainers').items];
  return containers.find((container) => container.at('name').text === 'istio-proxy');
}

/** Has the ambient mesh taken these pods over? Only a live pod says so. */
export function isRedirected(workload: Workload): boolean {
  return podOf(workload).at('metadata', 'annotations', redirection).text === 'enabled';
}
