import { namespaceOf } from '../istio/names';
import { memo } from '../memo';
import type { Mesh } from '../mesh/mesh';

/** Those of every cluster. Source: Kubernetes, "Namespaces: initial namespaces". */
const initial = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/**
 * The namespaces that the cluster has: declared ones, those that any object is in, as a namespace is often made elsewhere, its initial
 * ones, and the root namespace, where Istio is installed.
 */
export const existingNamespaces = memo((mesh: Mesh): ReadonlySet<string> => {
  const inhabited = mesh.objects.manifests.map(({ object }) => namespaceOf(object));
  return new Set([...mesh.namespaces.keys(), ...inhabited, ...initial, mesh.rootNamespace]);
});
