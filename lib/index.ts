export { type AlternativeOptions, MeshApp, type MeshAppProps } from './app';
export { MeshValidation, type MeshValidationProperties } from './cdk8s-plugin/mesh-validation';
export type { Callee, CallOptions } from './constructs/call';
export { Caller } from './constructs/caller';
export { ClientTls, type MutualTlsOptions, type ServerIdentity, type SimpleTlsOptions } from './constructs/client-tls';
export { EastWestGateway, type EastWestGatewayProps } from './constructs/clusters/east-west-gateway';
export type { ConnectionPool } from './constructs/connection-pool';
export { ConsistentHash, type CookieOptions } from './constructs/consistent-hash';
export type { IRouteDelegate } from './constructs/delegate';
export { type Destination, type Share, Split } from './constructs/destination';
export { DestinationRule, type DestinationRuleProps, type Versioned } from './constructs/destination-rule';
export { Duration } from './constructs/duration';
export { Certificate, type CertificateProps } from './constructs/edge/certificate';
export { DnsRecords, type DnsRecordsProps } from './constructs/edge/dns-records';
export { IngressGateway, type IngressGatewayProps } from './constructs/edge/ingress-gateway';
export { type Acme, type IIssuer, Issuer, type IssuerProps } from './constructs/edge/issuer';
export {
  EgressGateway,
  type EgressGatewayProps,
  type EgressRouteProps,
  type InstalledEgressGateway,
} from './constructs/egress/egress-gateway';
export type { ExistingGatewayProps } from './constructs/existing-gateway';
export { ExistingService, type ExistingServiceProps } from './constructs/existing-service';
export type { WithExportTo } from './constructs/export-to';
export { type ExternalPort, type ExternalProtocol, ExternalService, type ExternalServiceProps } from './constructs/external-service';
export { Gateway, type GatewayProps, type IGateway } from './constructs/gateway';
export { TcpRoute, type TcpRouteProps, TlsRoute, type TlsRouteProps } from './constructs/gateway-api/connection-routes';
export { GrpcRoute, type GrpcRouteProps, type GrpcRule } from './constructs/gateway-api/grpc-route';
export {
  type HttpForwardRule,
  type HttpRedirectRule,
  HttpRoute,
  type HttpRouteProps,
  type HttpRule,
} from './constructs/gateway-api/http-route';
export type { RouteParent, RouteParents } from './constructs/gateway-api/parents';
export {
  type GrantedReferent,
  type GrantedReferrer,
  ReferenceGrant,
  type ReferenceGrantProps,
} from './constructs/gateway-api/reference-grant';
export { AppProject, type AppProjectProps } from './constructs/gitops/app-project';
export { Application, type ApplicationProps } from './constructs/gitops/application';
export { ApplicationSet, type ApplicationSetMember, type ApplicationSetProps } from './constructs/gitops/application-set';
export { IgnoredFields } from './constructs/gitops/ignored-fields';
export type { GitSource } from './constructs/gitops/source';
export { addSyncWaves } from './constructs/gitops/sync-waves';
export { Header } from './constructs/header';
export type { HeaderChanges, HeaderOperations } from './constructs/header-operations';
export type {
  AnswerRoute,
  DelegatingRoute,
  DirectResponseRoute,
  ForwardRoute,
  Redirect,
  RedirectRoute,
  VirtualServiceRoute,
} from './constructs/http-route';
export type { WithSpec } from './constructs/last-word';
export { LoadBalancing } from './constructs/load-balancing';
export type { Locality } from './constructs/locality';
export type { Metadata, WithMetadata } from './constructs/metadata';
export { Microservice } from './constructs/microservice';
export type { MicroserviceProps, ServiceAccountProps, ServiceProps, VersionProps } from './constructs/microservice-props';
export { Namespace, type NamespaceProps, type PodSecurityLevel } from './constructs/namespace';
export type { OutlierDetection } from './constructs/outlier-detection';
export { Path } from './constructs/path';
export { Percent } from './constructs/percent';
export type { ProbePaths, ProbesProps, Protocol } from './constructs/probes';
export { Compression, type CompressionProps } from './constructs/proxy/compression';
export { EnvoyFilter, type EnvoyFilterProps, type EnvoyFilterTarget, type Selected } from './constructs/proxy/envoy-filter';
export { type CountedBy, GlobalRateLimit, type GlobalRateLimitProps } from './constructs/proxy/global-rate-limit';
export { HeaderSizeLimit, type HeaderSizeLimitProps } from './constructs/proxy/header-size-limit';
export { LocalRateLimit, type LocalRateLimitProps } from './constructs/proxy/local-rate-limit';
export { ProxyConfig, type ProxyConfigProps } from './constructs/proxy/proxy-config';
export { WasmPlugin, type WasmPluginProps } from './constructs/proxy/wasm-plugin';
export { Waypoint, type WaypointProps } from './constructs/proxy/waypoint';
export { Query } from './constructs/query';
export { Canary, type CanaryProps, type CanaryStep } from './constructs/release/canary';
export { FlaggerCanary, type FlaggerCanaryProps } from './constructs/release/flagger-canary';
export { Rollout, type RolloutProps, type RolloutRoutes } from './constructs/release/rollout';
export { StickyCookie, type StickyCookieOptions } from './constructs/release/sticky-cookie';
export { type DelegatedRoute, RouteDelegate, type RouteDelegateProps } from './constructs/route-delegate';
export type { HttpMethod, RouteMatch } from './constructs/route-match';
export type { Cors, Fault, Mirror, Retries, RetryCondition } from './constructs/route-policy';
export { EndUserAuthentication, type EndUserAuthenticationProps, type Guarded } from './constructs/security/end-user-authentication';
export type { Protection, ZeroTrustException } from './constructs/security/exceptions';
export { ExportScopes, type ExportScopesProps } from './constructs/security/export-scopes';
export { ExternalAuthorization, type ExternalAuthorizationProps } from './constructs/security/external-authorization';
export { type AuthorizerOptions, ExternalAuthorizer, type HttpAuthorizerOptions } from './constructs/security/external-authorizer';
export type { Identity } from './constructs/security/identity';
export { Jwks } from './constructs/security/jwks';
export { MeshConfiguration, type MeshConfigurationProps } from './constructs/security/mesh-configuration';
export { type PrometheusIdentity, ZeroTrust, type ZeroTrustProps } from './constructs/security/zero-trust';
export {
  type HttpServerOptions,
  type HttpsServerOptions,
  type IstioMutualServerOptions,
  type PassthroughServerOptions,
  Server,
  type TcpServerOptions,
  type TlsServerOptions,
} from './constructs/server';
export type { VirtualServiceTcpRoute, VirtualServiceTlsRoute } from './constructs/stream-route';
export { StringMatch } from './constructs/string-match';
export { Dashboard, type DashboardProps } from './constructs/telemetry/dashboard';
export { Kiali, type KialiAuthentication, type KialiProps, type KialiService } from './constructs/telemetry/kiali';
export { Objective } from './constructs/telemetry/objective';
export { PodMonitor, type PodMonitorProps } from './constructs/telemetry/pod-monitor';
export type { RequestMetrics } from './constructs/telemetry/request-metrics';
export { type ProgramOptions, Requests, type VersionOptions } from './constructs/telemetry/requests';
export type { ScrapeOptions } from './constructs/telemetry/scrape';
export { ServiceMonitor, type ServiceMonitorProps } from './constructs/telemetry/service-monitor';
export { Slo, type SloProps } from './constructs/telemetry/slo';
export { type AccessLog, type MeshMetrics, Telemetry, type TelemetryProps, type Tracing } from './constructs/telemetry/telemetry';
export type { TrafficApi, WithTrafficApi } from './constructs/traffic-api';
export type { PortPolicy, TrafficPolicy, Warmup } from './constructs/traffic-policy';
export { VirtualMachine, VirtualMachineGroup, type VirtualMachineGroupProps, type VirtualMachineProps } from './constructs/virtual-machine';
export { VirtualService, type VirtualServiceProps } from './constructs/virtual-service';
export type { Autoscaling } from './constructs/workload/autoscaling';
export type { ControllerKind } from './constructs/workload/controller';
export type { DeepPartial } from './constructs/workload/deep-partial';
export { type ExistingWorkloadProps, Workload } from './constructs/workload/existing-workload';
export type { FromServiceOptions } from './constructs/workload/from-service';
export { CronJob, type CronJobProps, Job, type JobProps } from './constructs/workload/job';
export type { ContainerProps, PodProps, ReplicaProps } from './constructs/workload/pod-props';
export type { PortProps } from './constructs/workload/ports';
export type { ProxyProps } from './constructs/workload/proxy';
export type { Resources } from './constructs/workload/resources';
export type { VolumeClaim, VolumeProps, VolumeSource } from './constructs/workload/volumes';
export { Environments } from './environments';
export { ConstructError, type ConstructErrorDetails } from './errors';
export type { RuleOptions } from './synth/rule-check';
export { runSynth } from './synth/run-synth';
export type { ReleaseStep } from './synth/step-readme';
export type { SynthCheck } from './synth/synth-check';
export type { SynthSummary } from './synth/synth-summary';
