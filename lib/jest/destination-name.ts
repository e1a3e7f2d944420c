import type { Destination } from '../route/answer/decision';

/**
 * Names a test may use for a destination: the Service's host or its name, with the namespace if that is needed, the
 * subset behind a colon: `user-service:v1`, `user-service.shop:v1`, `user-service.shop.svc.cluster.local:v1`.
 */
export function namesOf({ cluster: { host, subset } }: Destination): readonly string[] {
  const [name = host, namespace, svc] = host.split('.');
  const hosts = svc === 'svc' ? [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, host] : [host];
  return hosts.map((entry) => (subset === null ? entry : `${entry}:${subset}`));
}

/** The shortest name of a destination. */
export function nameOf(destination: Destination): string {
  return namesOf(destination)[0] ?? '';
}
