/** Protocols that a port of Istio may name, in any case. Source: `pkg/config/protocol`. */
const protocols = ['TCP', 'UDP', 'GRPC', 'GRPC-WEB', 'HTTP', 'HTTP_PROXY', 'HTTP2', 'HTTPS', 'TLS', 'MONGO', 'REDIS', 'MYSQL'];

const http = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB']);
const tls = new Set(['HTTPS', 'TLS']);
const tcp = new Set(['TCP', 'HTTPS', 'TLS', 'MONGO', 'REDIS', 'MYSQL']);

export function isKnownProtocol(name = ''): boolean {
  return protocols.includes(name.toUpperCase());
}

/** What a message may offer instead of an unknown protocol. */
export const protocolNames: readonly string[] = protocols;

export function isHttp(name = ''): boolean {
  return http.has(name.toUpperCase());
}

export function isTls(name = ''): boolean {
  return tls.has(name.toUpperCase());
}

/** Anything that Istio carries as TCP, TLS included. */
export function isTcp(name = ''): boolean {
  return tcp.has(name.toUpperCase());
}
