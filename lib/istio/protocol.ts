/**
 * The protocols of Istio, lower case; `unsupported` is a port whose protocol is found by sniffing.
 * Source: Istio `pkg/config/protocol`.
 */
export type Protocol =
  | 'tcp'
  | 'udp'
  | 'grpc'
  | 'grpc-web'
  | 'http'
  | 'http_proxy'
  | 'http2'
  | 'https'
  | 'tls'
  | 'mongo'
  | 'redis'
  | 'mysql'
  | 'unsupported';

const known: ReadonlySet<string> = new Set([
  'tcp',
  'udp',
  'grpc',
  'grpc-web',
  'http',
  'http_proxy',
  'http2',
  'https',
  'tls',
  'mongo',
  'redis',
  'mysql',
]);
const httpFamily: ReadonlySet<Protocol> = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);
const kubernetesNames: Readonly<Record<string, Protocol>> = {
  'kubernetes.io/h2c': 'http2',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'https',
};
/** SMTP, DNS, MySQL, MongoDB: never sniffed. */
const serverFirstPorts: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

/** The protocol a Gateway server or a ServiceEntry port names. */
export function parseProtocol(name: string): Protocol {
  const lower = name.toLowerCase();
  return known.has(lower) ? (lower as Protocol) : 'unsupported';
}

/** Is traffic of this protocol routed by HTTP rules at a gateway, before any TLS is taken off? */
export function isHttp(protocol: Protocol): boolean {
  return httpFamily.has(protocol);
}

/** The fields of a Service port that say its protocol. */
export interface ServicePortFields {
  readonly port: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

/** The protocol of a Service port: `appProtocol`, else what the name starts with. Source: Istio `ConvertProtocol`. */
export function servicePortProtocol({ port, name, protocol, appProtocol }: ServicePortFields): Protocol {
  if (protocol === 'UDP') return 'udp';
  const standard = appProtocol === undefined ? undefined : kubernetesNames[appProtocol];
  if (standard) return standard;
  const words = (appProtocol ?? name ?? '').toLowerCase();
  if (words.startsWith('grpc-web')) return 'grpc-web';
  const parsed = parseProtocol(words.split('-', 1)[0] ?? '');
  return parsed === 'unsupported' && serverFirstPorts.has(port) ? 'tcp' : parsed;
}
