import { isWildcard } from '../istio/hosts';
import { expandHost, namespaceOf } from '../istio/names';
import { groupOf, type KubernetesObject } from '../istio/objects';
import type { Mesh } from '../mesh/mesh';

/** Kinds whose effect depends on the namespace of whoever calls, or that may say so of others. */
const ofCallers: ReadonlySet<string> = new Set([
  ...['Sidecar', 'EnvoyFilter', 'WasmPlugin', 'ProxyConfig', 'ServiceEntry', 'WorkloadEntry', 'WorkloadGroup', 'Telemetry'],
  ...['IstioOperator', 'Istio', 'HelmRelease', 'Application'],
]);
/** Fields and keys by which objects tell callers of different namespaces apart. */
const fields = /exportTo|[nN]amespaces?"?:|sourceNamespace|source\.namespace|rincipal|serviceAccount|ServiceAccount/;
const ofIstio = /(^|\.)istio\.io$|^gateway\.networking\.k8s\.io$/;

/**
 * Are callers alike whatever their namespace? Only where no object of any mesh can tell them apart: as soon as one exports, names
 * namespaces or identities, or configures the proxies of a namespace, each namespace is asked by itself.
 */
export function areNamespacesAlike(meshes: readonly Mesh[]): boolean {
  return meshes.every((mesh) => mesh.objects.manifests.every(({ object }) => !tellsApart(object, mesh.clusterDomain)));
}

function tellsApart(object: KubernetesObject, clusterDomain: string): boolean {
  if (object.metadata.annotations?.['networking.istio.io/exportTo'] !== undefined) return true;
  if (ofCallers.has(object.kind) || (object.kind === 'ConfigMap' && object.metadata.name.startsWith('istio'))) return true;
  if (!ofIstio.test(groupOf(object))) return false;
  if (groupOf(object) === 'gateway.networking.k8s.io') return true;
  if (fields.test(JSON.stringify(object.spec ?? {}))) return true;
  return object.kind === 'DestinationRule' && !isOfOwnNamespace(object, clusterDomain);
}

/** Whoever calls a host gets the rule of the own namespace first: for hosts of that namespace it is the same for all. */
function isOfOwnNamespace(object: KubernetesObject, clusterDomain: string): boolean {
  const own = namespaceOf(object);
  const host = expandHost(String((object.spec as { host?: unknown } | undefined)?.host ?? ''), own);
  return !isWildcard(host) && (host.endsWith(`.${own}.svc.${clusterDomain}`) || host.endsWith(`.${own}.svc.cluster.local`));
}
