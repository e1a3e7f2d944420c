import type { Chart } from 'cdk8s';
import { EastWestGateway } from '../clusters/east-west-gateway';
import { DestinationRule } from '../destination-rule';
import { Duration } from '../duration';
import { Certificate } from '../edge/certificate';
import { DnsRecords } from '../edge/dns-records';
import { IngressGateway } from '../edge/ingress-gateway';
import { Issuer } from '../edge/issuer';
import { EgressGateway } from '../egress/egress-gateway';
import { ExternalService } from '../external-service';
import { Gateway } from '../gateway';
import { TcpRoute, TlsRoute } from '../gateway-api/connection-routes';
import { GrpcRoute } from '../gateway-api/grpc-route';
import { HttpRoute } from '../gateway-api/http-route';
import { ReferenceGrant } from '../gateway-api/reference-grant';
import { AppProject } from '../gitops/app-project';
import { Application } from '../gitops/application';
import { ApplicationSet } from '../gitops/application-set';
import { Namespace } from '../namespace';
import { Compression } from '../proxy/compression';
import { EnvoyFilter } from '../proxy/envoy-filter';
import { LocalRateLimit } from '../proxy/local-rate-limit';
import { ProxyConfig } from '../proxy/proxy-config';
import { WasmPlugin } from '../proxy/wasm-plugin';
import { Waypoint } from '../proxy/waypoint';
import { FlaggerCanary } from '../release/flagger-canary';
import { Rollout } from '../release/rollout';
import { RouteDelegate } from '../route-delegate';
import { EndUserAuthentication } from '../security/end-user-authentication';
import { ExportScopes } from '../security/export-scopes';
import { ExternalAuthorization } from '../security/external-authorization';
import { ExternalAuthorizer } from '../security/external-authorizer';
import { MeshConfiguration } from '../security/mesh-configuration';
import { ZeroTrust } from '../security/zero-trust';
import { Server } from '../server';
import { Dashboard } from '../telemetry/dashboard';
import { Kiali } from '../telemetry/kiali';
import { Objective } from '../telemetry/objective';
import { PodMonitor } from '../telemetry/pod-monitor';
import { Requests } from '../telemetry/requests';
import { ServiceMonitor } from '../telemetry/service-monitor';
import { Slo } from '../telemetry/slo';
import { Telemetry } from '../telemetry/telemetry';
import { VirtualMachine, VirtualMachineGroup } from '../virtual-machine';
import { VirtualService } from '../virtual-service';
import { Workload } from '../workload/existing-workload';
import { CronJob, Job } from '../workload/job';
import { hosts, microservice, elsewhere as to } from './mistakes.test.helper';

const parents = [Gateway.fromName('istio-system/edge', { trafficApi: 'gateway-api' })];
const by = ExternalAuthorizer.grpc('opa', { service: to });
const source = { repository: 'https://example.com/shop.git', path: 'dist' };
const user = (chart: Chart) => microservice(chart);

type Makers = Readonly<Record<string, (chart: Chart, id: string) => unknown>>;

/** Each construct whose objects have its name, in as few words as it can be declared. */
export const constructs: Makers = {
  CronJob: (chart, id) => new CronJob(chart, id, { image: 'report:v1', schedule: '@daily' }),
  DestinationRule: (chart, id) => new DestinationRule(chart, id, { service: to }),
  EastWestGateway: (chart, id) => new EastWestGateway(chart, id, { network: 'eu' }),
  EgressGateway: (chart, id) => new EgressGateway(chart, id),
  EnvoyFilter: (chart, id) => new EnvoyFilter(chart, id, { patches: [{}] }),
  ExternalAuthorization: (chart, id) => new ExternalAuthorization(chart, id, { of: { labels: { app: 'user' } }, by }),
  ExternalService: (chart, id) => new ExternalService(chart, id, { host: 'a.example', ports: [{ number: 443, protocol: 'tls' }] }),
  Gateway: (chart, id) => new Gateway(chart, id, { servers: [Server.http({ hosts })] }),
  GrpcRoute: (chart, id) => new GrpcRoute(chart, id, { parents, rules: [{ to }] }),
  HttpRoute: (chart, id) => new HttpRoute(chart, id, { parents, rules: [{ to }] }),
  Job: (chart, id) => new Job(chart, id, { image: 'report:v1' }),
  Microservice: (chart, id) => microservice(chart, {}, id),
  ProxyConfig: (chart, id) => new ProxyConfig(chart, id, { concurrency: 2 }),
  ReferenceGrant: (chart, id) =>
    new ReferenceGrant(chart, id, { from: [{ kind: 'HTTPRoute', namespace: 'web' }], to: [{ kind: 'Service' }] }),
  RouteDelegate: (chart, id) => new RouteDelegate(chart, id, { prefix: '/cart', routes: [{ to }] }),
  TcpRoute: (chart, id) => new TcpRoute(chart, id, { parents, to }),
  Telemetry: (chart, id) => new Telemetry(chart, id, { accessLog: {} }),
  TlsRoute: (chart, id) => new TlsRoute(chart, id, { parents, hostnames: hosts, to }),
  VirtualMachine: (chart, id) => new VirtualMachine(chart, id, { service: user(chart), address: '10.0.0.1' }),
  VirtualMachineGroup: (chart, id) => new VirtualMachineGroup(chart, id, { service: user(chart) }),
  VirtualService: (chart, id) => new VirtualService(chart, id, { hosts, routes: [{ to }] }),
  WasmPlugin: (chart, id) => new WasmPlugin(chart, id, { url: 'file:///plugin.wasm' }),
  Waypoint: (chart, id) => new Waypoint(chart, id),
  AppProject: (chart, id) => new AppProject(chart, id, { repositories: [source.repository], namespaces: ['shop'] }),
  Application: (chart, id) => new Application(chart, id, { source }),
  ApplicationSet: (chart, id) => new ApplicationSet(chart, id, { repository: source.repository, members: { prod: { path: 'dist' } } }),
  Certificate: (chart, id) => new Certificate(chart, id, { hosts, issuer: Issuer.fromName('ca') }),
  Dashboard: (chart, id) => new Dashboard(chart, id, { requests: [Requests.to(user(chart))] }),
  DnsRecords: (chart, id) => new DnsRecords(chart, id, { hosts, targets: ['203.0.113.7'] }),
  EndUserAuthentication: (chart, id) => new EndUserAuthentication(chart, id, { of: user(chart), issuer: 'https://a.example' }),
  FlaggerCanary: (chart, id) => {
    const objectives = [Objective.availability(99)];
    new FlaggerCanary(chart, id, { service: user(chart), steps: [50], interval: Duration.minutes(1), objectives, prometheus: 'http://p' });
  },
  IngressGateway: (chart, id) => new IngressGateway(chart, id),
  Issuer: (chart, id) => new Issuer(chart, id, { ca: 'root' }),
  Kiali: (chart, id) => new Kiali(chart, id, { prometheus: 'http://prometheus:9090' }),
  Namespace: (chart, id) => new Namespace(chart, id),
  PodMonitor: (chart, id) => new PodMonitor(chart, id, { of: 'proxies' }),
  Rollout: (chart, id) => new Rollout(chart, id, { service: user(chart), routes: [], steps: [50] }),
  ServiceMonitor: (chart, id) => new ServiceMonitor(chart, id, { of: user(chart) }),
  Slo: (chart, id) => new Slo(chart, id, { requests: Requests.to(user(chart)), objective: Objective.availability(99) }),
};

/** Those that name no object, or give it a name of its own. */
export const unnamed: Makers = {
  Compression: (chart, id) => new Compression(chart, id, {}),
  ExportScopes: (chart, id) => new ExportScopes(chart, id),
  LocalRateLimit: (chart, id) => new LocalRateLimit(chart, id, { requests: 10, per: Duration.seconds(1) }),
  MeshConfiguration: (chart, id) => new MeshConfiguration(chart, id, { authorizers: [by] }),
  Workload: (chart, id) => Workload.existing(chart, id, { labels: { app: 'cart' }, serviceName: 'cart' }),
  ZeroTrust: (chart, id) => new ZeroTrust(chart, id),
};
