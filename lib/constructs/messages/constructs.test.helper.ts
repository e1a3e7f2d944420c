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
import { hosts, type Makers, microservice, elsewhere as to } from './mistakes.test.helper';

const parents = [Gateway.fromName('istio-system/edge', { trafficApi: 'gateway-api' })];
const by = ExternalAuthorizer.grpc('opa', { service: to });
const source = { repository: 'https://example.com/shop.git', path: 'dist' };
const user = (chart: Chart) => microservice(chart);

/** Each construct whose objects have its name, in as few words as it can be declared. */
export const constructs: Makers = {
  CronJob: (chart, id, more) => new CronJob(chart, id, { image: 'report:v1', schedule: '@daily', ...more }),
  DestinationRule: (chart, id, more) => new DestinationRule(chart, id, { service: to, ...more }),
  EastWestGateway: (chart, id, more) => new EastWestGateway(chart, id, { network: 'eu', ...more }),
  EgressGateway: (chart, id, more) => new EgressGateway(chart, id, { ...more }),
  EnvoyFilter: (chart, id, more) => new EnvoyFilter(chart, id, { patches: [{}], ...more }),
  ExternalAuthorization: (chart, id, more) => new ExternalAuthorization(chart, id, { of: { labels: { app: 'user' } }, by, ...more }),
  ExternalService: (chart, id, more) =>
    new ExternalService(chart, id, { host: 'a.example', ports: [{ number: 443, protocol: 'tls' }], ...more }),
  Gateway: (chart, id, more) => new Gateway(chart, id, { servers: [Server.http({ hosts })], ...more }),
  GrpcRoute: (chart, id, more) => new GrpcRoute(chart, id, { parents, rules: [{ to }], ...more }),
  HttpRoute: (chart, id, more) => new HttpRoute(chart, id, { parents, rules: [{ to }], ...more }),
  Job: (chart, id, more) => new Job(chart, id, { image: 'report:v1', ...more }),
  Microservice: (chart, id, more) => microservice(chart, { ...more }, id),
  ProxyConfig: (chart, id, more) => new ProxyConfig(chart, id, { concurrency: 2, ...more }),
  ReferenceGrant: (chart, id, more) =>
    new ReferenceGrant(chart, id, { from: [{ kind: 'HTTPRoute', namespace: 'web' }], to: [{ kind: 'Service' }], ...more }),
  RouteDelegate: (chart, id, more) => new RouteDelegate(chart, id, { prefix: '/cart', routes: [{ to }], ...more }),
  TcpRoute: (chart, id, more) => new TcpRoute(chart, id, { parents, to, ...more }),
  Telemetry: (chart, id, more) => new Telemetry(chart, id, { accessLog: {}, ...more }),
  TlsRoute: (chart, id, more) => new TlsRoute(chart, id, { parents, hostnames: hosts, to, ...more }),
  VirtualMachine: (chart, id, more) => new VirtualMachine(chart, id, { service: user(chart), address: '10.0.0.1', ...more }),
  VirtualMachineGroup: (chart, id, more) => new VirtualMachineGroup(chart, id, { service: user(chart), ...more }),
  VirtualService: (chart, id, more) => new VirtualService(chart, id, { hosts, routes: [{ to }], ...more }),
  WasmPlugin: (chart, id, more) => new WasmPlugin(chart, id, { url: 'file:///plugin.wasm', ...more }),
  Waypoint: (chart, id, more) => new Waypoint(chart, id, { ...more }),
  AppProject: (chart, id, more) => new AppProject(chart, id, { repositories: [source.repository], namespaces: ['shop'], ...more }),
  Application: (chart, id, more) => new Application(chart, id, { source, ...more }),
  ApplicationSet: (chart, id, more) =>
    new ApplicationSet(chart, id, { repository: source.repository, members: { prod: { path: 'dist' } }, ...more }),
  Certificate: (chart, id, more) => new Certificate(chart, id, { hosts, issuer: Issuer.fromName('ca'), ...more }),
  Dashboard: (chart, id, more) => new Dashboard(chart, id, { requests: [Requests.to(user(chart))], ...more }),
  DnsRecords: (chart, id, more) => new DnsRecords(chart, id, { hosts, targets: ['203.0.113.7'], ...more }),
  EndUserAuthentication: (chart, id, more) =>
    new EndUserAuthentication(chart, id, { of: user(chart), issuer: 'https://a.example', ...more }),
  FlaggerCanary: (chart, id, more) => {
    const objectives = [Objective.availability(99)];
    new FlaggerCanary(chart, id, {
      service: user(chart),
      steps: [50],
      interval: Duration.minutes(1),
      objectives,
      prometheus: 'http://p',
      ...more,
    });
  },
  IngressGateway: (chart, id, more) => new IngressGateway(chart, id, { ...more }),
  Issuer: (chart, id, more) => new Issuer(chart, id, { ca: 'root', ...more }),
  Kiali: (chart, id, more) => new Kiali(chart, id, { prometheus: 'http://prometheus:9090', ...more }),
  Namespace: (chart, id, more) => new Namespace(chart, id, { ...more }),
  PodMonitor: (chart, id, more) => new PodMonitor(chart, id, { of: 'proxies', ...more }),
  Rollout: (chart, id, more) => new Rollout(chart, id, { service: user(chart), routes: [], steps: [50], ...more }),
  ServiceMonitor: (chart, id, more) => new ServiceMonitor(chart, id, { of: user(chart), ...more }),
  Slo: (chart, id, more) => new Slo(chart, id, { requests: Requests.to(user(chart)), objective: Objective.availability(99), ...more }),
};

/** Those that name no object, or give it a name of its own. */
export const unnamed: Makers = {
  Compression: (chart, id, more) => new Compression(chart, id, { ...more }),
  ExportScopes: (chart, id, more) => new ExportScopes(chart, id, { ...more }),
  LocalRateLimit: (chart, id, more) => new LocalRateLimit(chart, id, { requests: 10, per: Duration.seconds(1), ...more }),
  MeshConfiguration: (chart, id, more) => new MeshConfiguration(chart, id, { authorizers: [by], ...more }),
  Workload: (chart, id, more) => Workload.existing(chart, id, { labels: { app: 'cart' }, serviceName: 'cart', ...more }),
  ZeroTrust: (chart, id, more) => new ZeroTrust(chart, id, { ...more }),
};
