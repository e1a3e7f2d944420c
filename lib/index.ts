export { MeshApp, type MeshAppProps, type SynthCheck } from './app';
export { ConsistentHash, type CookieOptions } from './constructs/consistent-hash';
export type { Resources } from './constructs/deployment';
export { type Destination, type Share, Split } from './constructs/destination';
export { DestinationRule, type DestinationRuleProps } from './constructs/destination-rule';
export { Duration } from './constructs/duration';
export { Gateway, type GatewayProps, type IGateway } from './constructs/gateway';
export { Header } from './constructs/header';
export type { DirectResponseRoute, ForwardRoute, HeaderOperations, HttpRoute, Redirect, RedirectRoute } from './constructs/http-route';
export { LoadBalancing } from './constructs/load-balancing';
export { Microservice, type MicroserviceProps, type Protocol, type VersionProps } from './constructs/microservice';
export { Namespace, type NamespaceProps, type PodSecurityLevel } from './constructs/namespace';
export { Path } from './constructs/path';
export { Percent } from './constructs/percent';
export { Query } from './constructs/query';
export type { HttpMethod, RouteMatch } from './constructs/route-match';
export type { Cors, Fault, Mirror, Retries, RetryCondition } from './constructs/route-policy';
export {
  type HttpServerOptions,
  type HttpsServerOptions,
  type PassthroughServerOptions,
  Server,
  type TcpServerOptions,
} from './constructs/server';
export type { TcpRoute, TlsRoute } from './constructs/stream-route';
export { StringMatch } from './constructs/string-match';
export type { ConnectionPool, Locality, OutlierDetection, TrafficPolicy } from './constructs/traffic-policy';
export { VirtualService, type VirtualServiceProps } from './constructs/virtual-service';
export { ConstructError, type ConstructErrorDetails } from './errors';
