import { namespaceOf } from '../istio/names';
import type { KubernetesObject } from '../istio/objects';

/**
 * The order in which istiod visits Gateways, VirtualServices, DestinationRules and Sidecars: creation time, then name,
 * then namespace. Manifests carry no creation time, so for them it is name and namespace. Source: Istio `sortConfigByCreationTime`.
 */
export function byCreation(one: KubernetesObject, other: KubernetesObject): number {
  return (
    compare(creationTime(one), creationTime(other)) ||
    compare(one.metadata.name, other.metadata.name) ||
    compare(namespaceOf(one), namespaceOf(other))
  );
}

function creationTime(object: KubernetesObject): number {
  const stamp = object.metadata.creationTimestamp;
  const time = typeof stamp === 'string' ? Date.parse(stamp) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}

function compare<T extends string | number>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
