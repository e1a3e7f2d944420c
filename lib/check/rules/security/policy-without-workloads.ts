import { kinds } from '../../../istio/kinds';
import type { Labels } from '../../../istio/labels';
import { fits } from '../../../istio/labels';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { isOwnProxy, isRedirected } from '../../../mesh/workloads/injection';
import { formatSelector, podOf } from '../../../mesh/workloads/pods';
import type { Workload } from '../../../mesh/workloads/workloads';
import { rule } from '../../rule';

export const policyWithoutWorkloads = rule({
  code: 'IST0127',
  name: 'policy-without-workloads',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  closedWorld: true,
  check({ spec, namespace, nameField }, { mesh }) {
    const field = spec.at('selector');
    const selector = field.at('matchLabels').labels ?? {};
    const everywhere = namespace === mesh.rootNamespace;
    if (everywhere && !field.exists) return [];
    if (podLabels(mesh, everywhere ? undefined : namespace).some((labels) => fits(selector, labels))) return [];
    return [
      (field.exists ? field : nameField).finding({
        message: field.exists
          ? `no pod of the mesh carries \`${formatSelector(selector)}\`${everywhere ? '' : ` in the namespace \`${namespace}\``}`
          : `no pod of the namespace \`${namespace}\` is in the mesh`,
        why: 'the policy protects nobody: a pod without a proxy takes every request',
        fix: 'select labels of pods that get a sidecar, or label the namespace `istio-injection: enabled`',
      }),
    ];
  },
});

/** Labels of the pods that are in the mesh, of one namespace or all. */
function podLabels(mesh: Mesh, namespace: string | undefined): readonly Labels[] {
  const byNamespace = podsInMesh(mesh);
  return namespace === undefined ? [...byNamespace.values()].flat() : (byNamespace.get(namespace) ?? []);
}

const podsInMesh = memo((mesh: Mesh) => {
  const byNamespace = new Map<string, Labels[]>();
  for (const workload of mesh.workloads.all) {
    if (!isInMesh(mesh, workload)) continue;
    const bucket = byNamespace.get(workload.namespace);
    if (bucket) bucket.push(workload.labels);
    else byNamespace.set(workload.namespace, [workload.labels]);
  }
  return byNamespace;
});

/** A pod with a sidecar, of the ambient mesh, or one that is a proxy itself, as a gateway's are. */
function isInMesh(mesh: Mesh, workload: Workload): boolean {
  return mesh.injection.hasSidecar(workload) || isRedirected(workload) || isOwnProxy(podOf(workload));
}
