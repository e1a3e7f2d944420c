import { namespaceOf } from '../../istio/names';
import type { KubernetesObject } from '../../istio/objects';

/** The older route goes first, then the one that comes first by namespace and name. Source: Istio `sortRoutesByCreationTime`. */
export function byRouteAge(one: KubernetesObject, other: KubernetesObject): number {
  return (
    compare(one.metadata.creationTimestamp ?? '', other.metadata.creationTimestamp ?? '') ||
    compare(namespaceOf(one), namespaceOf(other)) ||
    compare(one.metadata.name, other.metadata.name)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
