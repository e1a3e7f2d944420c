import type { KubernetesObject } from '../../istio/objects';
import { object } from '../objects.test.helper';

/** A Gateway of Istio, not of the Gateway API. @param name `namespace/name` */
export function gateway(name: string, servers: readonly object[], selector: object = { istio: 'ingressgateway' }): KubernetesObject {
  return object('Gateway', name, { apiVersion: 'networking.istio.io/v1', spec: { selector, servers } });
}

/** A server of it, whose port is named after its protocol. */
export function server(number: number, protocol: string, hosts: readonly string[] = ['*'], more: object = {}): object {
  return { port: { number, protocol, name: `${protocol.toLowerCase()}-${number}` }, hosts, ...more };
}

/** TLS that ends at the gateway. */
export const simple = { tls: { mode: 'SIMPLE', credentialName: 'c' } };
/** Plain HTTP that is redirected to HTTPS. */
export const redirect = { tls: { httpsRedirect: true } };
