import type { KubernetesObject } from './objects';

/** The DNS suffix of a cluster that is given no other, and of Istio's default `trustDomain`. Source: istiod's `--domain`. */
export const clusterDomain = 'cluster.local';

/** The reserved gateway name that means every sidecar. */
export const meshGateway = 'mesh';

/** `namespace/name` of a namespaced object; the namespace of an object that names none is `default`, as kubectl applies it. */
export function qualifiedName(object: KubernetesObject): string {
  return `${namespaceOf(object)}/${object.metadata.name}`;
}

export function namespaceOf(object: KubernetesObject): string {
  return object.metadata.namespace ?? 'default';
}

/**
 * The host a name means in a resource of `namespace`: only a name without any dot is expanded, so `user.demo` stays
 * as it is and names no Kubernetes Service. Source: Istio `ResolveShortnameToFQDN`.
 */
export function expandHost(host: string, namespace: string, domain: string = clusterDomain): string {
  if (host === '' || host === '*' || host.includes('.') || isIpAddress(host)) return host;
  return serviceHost(host, namespace, domain);
}

/** The host name of a Kubernetes Service. @param domain the cluster's */
export function serviceHost(name: string, namespace: string, domain: string = clusterDomain): string {
  return `${name}.${namespace}.svc.${domain}`;
}

/**
 * The Gateway a reference means in a resource of `namespace`, as `namespace/name`; `mesh` stays `mesh`.
 * A dotted name is the legacy form `name.namespace…`. Source: Istio `resolveGatewayName`.
 */
export function expandGateway(reference: string, namespace: string): string {
  if (reference === meshGateway) return reference;
  const slash = reference.indexOf('/');
  if (slash >= 0) return reference.slice(0, slash) === '.' ? `${namespace}/${reference.slice(slash + 1)}` : reference;
  const [name = '', ns] = reference.split('.');
  return ns === undefined ? `${namespace}/${name}` : `${ns}/${name}`;
}

function isIpAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || (host.includes(':') && /^[0-9a-fA-F:.]+$/.test(host));
}
