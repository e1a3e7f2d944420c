import type { Request } from './request';

/** A load balancer in front of a gateway that ends TLS, speaks HTTP/1.1 in plain text to the gateway and says for whom. */
export interface LoadBalancer {
  /** The port of the gateway's Service that it calls. @default - the port of the URL if plain text is served there, else 80 */
  readonly port?: number;
}

/**
 * The request as the gateway gets it. `X-Forwarded-Proto` says how the client called, and the client's address is behind
 * the addresses it claims itself; the connection comes from the load balancer, whose address nobody knows.
 *
 * @param port the gateway's, as the load balancer calls it
 */
export function throughLoadBalancer(request: Request, port: number): Request {
  const { scheme, port: called, headers = {}, sourceIp, clientCertificate: _, ...rest } = request;
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'x-forwarded-proto');
  return {
    ...rest,
    scheme: 'http',
    port,
    headers: { ...Object.fromEntries(others), 'x-forwarded-proto': scheme },
    loadBalancer: { scheme, port: called, client: sourceIp },
  };
}
