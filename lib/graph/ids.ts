import { namespaceOf } from '../istio/names';
import type { KubernetesObject } from '../istio/objects';
import type { Workload } from '../mesh/workloads/workloads';
import type { Cluster } from '../route/cluster';

/*
 * Ids are made of names alone: the same manifests make the same picture, and a link to a node survives a change elsewhere.
 */

/** `Kind/namespace/name`, as `mesh why` writes it. */
export function objectId(object: KubernetesObject): string {
  return `${object.kind}/${namespaceOf(object)}/${object.metadata.name}`;
}

/** Clients outside the mesh. */
export const worldId = 'world';

/** Workloads of the mesh, where no manifest says which. */
export const callersId = 'callers';

export function workloadId({ kind, namespace, name }: Workload): string {
  return `workload ${kind}/${namespace}/${name}`;
}

/** A service, or a subset of it. */
export function clusterId({ service, host, subset }: Pick<Cluster, 'service' | 'host' | 'subset'>): string {
  const name = service?.registry === 'kubernetes' ? `${service.namespace}/${service.name}` : host;
  return subset ? `version ${name} ${subset}` : `service ${name}`;
}

/** A virtual host. @param at id of the gateway, or `mesh` */
export function hostId(at: string, url: string): string {
  return `host ${at} ${url}`;
}

/** A rule. @param at id of the gateway, or `mesh` */
export function routeId(at: string, rule: string): string {
  return `route ${at} ${rule}`;
}
