import { ApiObject } from 'cdk8s';
import type { MeshApp } from '../../app';
import { ClientTls } from '../client-tls';
import { EastWestGateway } from '../clusters/east-west-gateway';
import { Duration } from '../duration';
import { Certificate } from '../edge/certificate';
import { DnsRecords } from '../edge/dns-records';
import { IngressGateway, type IngressGatewayProps } from '../edge/ingress-gateway';
import { Issuer } from '../edge/issuer';
import { EgressGateway, type EgressRouteProps } from '../egress/egress-gateway';
import { Gateway } from '../gateway';
import { AppProject } from '../gitops/app-project';
import { Application } from '../gitops/application';
import { ApplicationSet } from '../gitops/application-set';
import type { GitSource } from '../gitops/source';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { EnvoyFilter } from '../proxy/envoy-filter';
import { GlobalRateLimit, type GlobalRateLimitProps } from '../proxy/global-rate-limit';
import { HeaderSizeLimit } from '../proxy/header-size-limit';
import { LocalRateLimit, type LocalRateLimitProps } from '../proxy/local-rate-limit';
import { ProxyConfig } from '../proxy/proxy-config';
import { WasmPlugin } from '../proxy/wasm-plugin';
import { FlaggerCanary, type FlaggerCanaryProps } from '../release/flagger-canary';
import { Rollout } from '../release/rollout';
import { EndUserAuthentication, type EndUserAuthenticationProps } from '../security/end-user-authentication';
import { ExternalAuthorization } from '../security/external-authorization';
import { ExternalAuthorizer } from '../security/external-authorizer';
import { MeshConfiguration } from '../security/mesh-configuration';
import { ZeroTrust, type ZeroTrustProps } from '../security/zero-trust';
import { Dashboard } from '../telemetry/dashboard';
import { Kiali } from '../telemetry/kiali';
import { Objective } from '../telemetry/objective';
import { PodMonitor } from '../telemetry/pod-monitor';
import { Requests } from '../telemetry/requests';
import { ServiceMonitor } from '../telemetry/service-monitor';
import { Slo } from '../telemetry/slo';
import { Telemetry } from '../telemetry/telemetry';
import { elsewhere, hosts, type Mistakes, microservice, nowhere, site, versioned } from './mistakes.test.helper';

const opa = ExternalAuthorizer.grpc('opa', { service: elsewhere });
const source: GitSource = { repository: 'https://example.com/shop.git', path: 'dist' };

const ingress =
  (props: IngressGatewayProps): Mistakes[string] =>
  (chart) =>
    new IngressGateway(chart, 'edge', props);

const reaches =
  (props: Partial<EgressRouteProps>): Mistakes[string] =>
  (chart) =>
    new EgressGateway(chart, 'egress').reaches('bank', { host: 'bank.example', ...props });

const local =
  (props: Partial<LocalRateLimitProps>): Mistakes[string] =>
  (chart) =>
    new LocalRateLimit(chart, 'limit', { requests: 10, per: Duration.seconds(1), ...props });

const global =
  (props: Partial<GlobalRateLimitProps>): Mistakes[string] =>
  (chart) =>
    new GlobalRateLimit(chart, 'limit', { service: elsewhere, domain: 'shop', by: [[{ remoteAddress: true }]], ...props });

const tokens =
  (props: Partial<EndUserAuthenticationProps>): Mistakes[string] =>
  (chart) =>
    new EndUserAuthentication(chart, 'users', { of: microservice(chart), issuer: 'https://accounts.example.com', ...props });

const secured =
  (props: ZeroTrustProps): Mistakes[string] =>
  (chart) => [microservice(chart), new ZeroTrust(chart, 'zero-trust', props)];

const flagger =
  (props: Partial<FlaggerCanaryProps>): Mistakes[string] =>
  (chart) =>
    new FlaggerCanary(chart, 'release', {
      service: microservice(chart),
      steps: [10, 50],
      interval: Duration.seconds(30),
      objectives: [Objective.availability(99)],
      prometheus: 'http://prometheus:9090',
      ...props,
    });

const rollout =
  (named: string, path?: Path): Mistakes[string] =>
  (chart) => {
    const service = microservice(chart);
    const of = site(chart, {
      routes: [{ name: 'user', path, rewrite: path && '/v1', to: Rollout.destination(service) }, { to: elsewhere }],
    });
    new Rollout(chart, 'release', { service, routes: [{ of, named: [named] }], steps: [100] });
  };

/** Gateways' pods, releases, proxies, and what watches and applies all of it. */
export const operations: Mistakes = {
  'a certificate for every host': (chart) => new Certificate(chart, 'tls', { hosts: ['*'], issuer: Issuer.fromName('ca') }),
  'an authority that cannot write': (chart) => new Issuer(chart, 'acme', { acme: { email: 'nobody' } }),
  'an authority that writes to two': (chart) => new Issuer(chart, 'acme', { acme: { email: 'a@b@c' } }),
  'an authority that writes with a space': (chart) => new Issuer(chart, 'acme', { acme: { email: 'a b@c' } }),
  'records of every host': (chart) => new DnsRecords(chart, 'dns', { hosts: ['*'], targets: ['203.0.113.7'] }),
  'records that lead nowhere': (chart) => new DnsRecords(chart, 'dns', { hosts, targets: [] }),
  'records that lead to a name and an address': (chart) => new DnsRecords(chart, 'dns', { hosts, targets: ['lb.example', '203.0.113.7'] }),
  'records for a negative time': (chart) => new DnsRecords(chart, 'dns', { hosts, targets: ['203.0.113.7'], ttl: -1 }),
  'an ingress without ports': ingress({ ports: [] }),
  'an ingress of fewer pods than the fewest': ingress({ replicas: { min: 3, max: 2 } }),
  'an ingress of no pods': ingress({ replicas: { min: 0, max: 2 } }),
  'an ingress of a negative number of pods': ingress({ replicas: { min: -1, max: 2 } }),
  'an ingress of up to a fraction of a pod': ingress({ replicas: { min: 1, max: 2.5 } }),
  'an ingress for a negative share of CPU': ingress({ cpu: -1 }),
  'an ingress of a revision in capitals': ingress({ revision: 'Canary' }),
  'an egress in no namespace': () => new EgressGateway(nowhere(), 'egress'),
  'an egress to a wildcard': reaches({ host: '*.bank.example' }),
  'an egress with TLS that it does not speak': reaches({ clientTls: ClientTls.simple() }),
  'an east-west gateway for the outside': (chart) => new EastWestGateway(chart, 'east', { network: 'eu', hosts }),
  'an east-west gateway of a network with a space': (chart) => new EastWestGateway(chart, 'east', { network: 'eu west' }),

  'a release without steps': flagger({ steps: [] }),
  'a release by a step of nothing': flagger({ steps: [0, 50] }),
  'a release by a step of more than all': flagger({ steps: [50, 101] }),
  'a release that falls back': flagger({ steps: [50, 10, 50] }),
  'a release without objectives': flagger({ objectives: [] }),
  'a release that is checked too often': flagger({ interval: Duration.seconds(5) }),
  'a release of versions': (chart) => Rollout.destination(versioned(chart) as unknown as Microservice),
  'a release of an objective without a bucket': flagger({ objectives: [Objective.latency(99, { within: Duration.millis(251) })] }),
  'a rollout without routes': (chart) => new Rollout(chart, 'release', { service: microservice(chart), routes: [], steps: [1] }),
  'a rollout of a route that there is not': rollout('usr'),
  'a rollout of a route without any name': (chart) => {
    const of = site(chart, { routes: [{ to: elsewhere }] });
    new Rollout(chart, 'release', { service: microservice(chart), routes: [{ of, named: ['user'] }], steps: [1] });
  },
  'a rollout of a route that is written twice': rollout('user', Path.under('/user')),

  'a filter without patches': (chart) => new EnvoyFilter(chart, 'filter', { patches: [] }),
  'a limit of no requests': local({ requests: 0 }),
  'a burst of less than the limit': local({ burst: 9 }),
  'a limit for a moment': local({ per: Duration.millis(49) }),
  'a limit that answers with success': local({ status: 399 }),
  'a limit that answers with no status there is': local({ status: 600 }),
  'a limit that no port of a service counts': global({ service: Microservice.fromHost('limit.infra.svc.cluster.local') }),
  'a limit that a split counts': global({ service: elsewhere.split({ v1: 50, v2: 50 }) }),
  'a limit of no domain': global({ domain: '' }),
  'a limit by nothing': global({ by: [] }),
  'a limit by an empty list': global({ by: [[{ remoteAddress: true }], []] }),
  'headers of no size': (chart) => new HeaderSizeLimit(chart, 'limit', { maxKiB: 0 }),
  'headers above 8 MiB': (chart) => new HeaderSizeLimit(chart, 'limit', { maxKiB: 8193 }),
  'a negative number of headers': (chart) => new HeaderSizeLimit(chart, 'limit', { maxKiB: 96, maxCount: -1 }),
  'a proxy configuration of nothing': (chart) => new ProxyConfig(chart, 'proxies', {}),
  'a negative number of threads': (chart) => new ProxyConfig(chart, 'proxies', { concurrency: -1 }),
  'a plugin from nowhere': (chart) => new WasmPlugin(chart, 'plugin', { url: 'ftp://example.com/plugin:v1' }),
  'a plugin from an address with a space': (chart) => new WasmPlugin(chart, 'plugin', { url: 'oci://example.com/a b' }),
  'a plugin from an address of another kind': (chart) => new WasmPlugin(chart, 'plugin', { url: 'xoci://example.com/plugin' }),
  'a plugin with a short digest': (chart) => new WasmPlugin(chart, 'plugin', { url: 'oci://example.com/plugin@sha256:abc' }),
  'a plugin with a digest inside': (chart) =>
    new WasmPlugin(chart, 'plugin', { url: `oci://example.com/plugin@sha256:${'0'.repeat(64)}/a` }),
  'a plugin that nothing pins': (chart) => new WasmPlugin(chart, 'plugin', { url: 'oci://example.com/plugin:v1' }),

  'tokens for bytes': tokens({ of: { labels: { app: 'db' }, httpPorts: [] } }),
  'tokens of nobody': tokens({ issuer: '' }),
  'tokens of an issuer without an address': tokens({ issuer: 'accounts' }),
  'tokens of an issuer of another kind': tokens({ issuer: 'x-https://a.example' }),
  'tokens for nobody': tokens({ audiences: [] }),
  'a claim with a space': tokens({ claims: { 'the role': ['admin'] } }),
  'a claim with a dot at its end': tokens({ claims: { 'role.': ['admin'] } }),
  'a claim with a dot before it': tokens({ claims: { '.role': ['admin'] } }),
  'a claim with a bracket': tokens({ claims: { 'role[0]': ['admin'] } }),
  'a claim without values': tokens({ claims: { role: [] } }),
  'an authorization of nothing': (chart) => new ExternalAuthorization(chart, 'opa', { of: microservice(chart), by: opa, methods: [] }),
  'two authorizers of one name': (chart) => new MeshConfiguration(chart, 'mesh', { authorizers: [opa, opa] }),
  'a mesh configuration of nothing': (chart) => new MeshConfiguration(chart, 'mesh', {}),
  'an exception without a reason': secured({ exceptions: [{ what: 'mutualTls', reason: ' ' }] }),
  'an exception for no ports': (chart) => {
    const of = microservice(chart);
    new ZeroTrust(chart, 'zero-trust', { exceptions: [{ what: 'mutualTls', reason: 'old', of, ports: [] }] });
  },
  'an exception for ports of a policy': (chart) => {
    const of = microservice(chart);
    new ZeroTrust(chart, 'zero-trust', { exceptions: [{ what: 'authorization', reason: 'old', of, ports: [9090] }] });
  },
  'an exception for a port of zero': (chart) => {
    const of = microservice(chart);
    new ZeroTrust(chart, 'zero-trust', { exceptions: [{ what: 'mutualTls', reason: 'old', of, ports: [0] }] });
  },
  'an exception for ports of all': secured({ exceptions: [{ what: 'mutualTls', reason: 'old', ports: [9090, 9091] }] }),
  'zero trust of nothing': (chart) => new ZeroTrust(chart, 'zero-trust'),
  'zero trust of an app without anything': (chart) => new ZeroTrust(chart, 'zero-trust', { of: chart.node.root }),
  'zero trust without a namespace': () => {
    const chart = nowhere();
    microservice(chart);
    new ZeroTrust(chart, 'zero-trust');
    (chart.node.root as MeshApp).manifests();
  },
  'zero trust of a gateway whose pods are unknown': (chart) => {
    const gateways = [Gateway.fromName('infra/edge', { selector: { istio: 'edge' } })];
    site(chart, { gateways, routes: [{ to: microservice(chart) }] });
    new ZeroTrust(chart, 'zero-trust');
  },
  'zero trust beside pods that nothing covers': (chart) => {
    const spec = { template: { metadata: { labels: { app: 'cart', tier: 'web' } }, spec: { serviceAccountName: 'carts' } } };
    secured({})(chart);
    new ApiObject(chart, 'cart', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart-pods' }, spec });
  },
  'zero trust beside pods without labels': (chart) => {
    secured({})(chart);
    new ApiObject(chart, 'cart', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'cart' }, spec: { containers: [] } });
  },

  'a dashboard of nothing': (chart) => new Dashboard(chart, 'shop', {}),
  'a telemetry of nothing': (chart) => new Telemetry(chart, 'all', {}),
  'a filter that is not CEL': (chart) => new Telemetry(chart, 'all', { accessLog: { filter: 'response.code >=' } }),
  'a label of metrics with a dash': (chart) => new Telemetry(chart, 'all', { metrics: { tags: { 'a-b': '"x"' } } }),
  'a label of metrics after a digit': (chart) => new Telemetry(chart, 'all', { metrics: { without: ['1a'] } }),
  'two telemetries of one namespace': (chart) => ['one', 'two'].map((id) => new Telemetry(chart, id, { accessLog: {} })),
  'an address that is none': (chart) => new Kiali(chart, 'kiali', { prometheus: 'prometheus:9090' }),
  'an address of another kind': (chart) => new Kiali(chart, 'kiali', { prometheus: 'xhttp://prometheus:9090' }),
  'an objective without a bucket': (chart) =>
    new Slo(chart, 'slo', {
      requests: Requests.servedBy(microservice(chart)),
      objective: Objective.latency(99, { within: Duration.millis(300) }),
    }),
  'metrics at a path without a slash': (chart) => new PodMonitor(chart, 'users', { of: microservice(chart), path: 'metrics' }),
  'metrics of gRPC': (chart) => new ServiceMonitor(chart, 'users', { of: microservice(chart, { protocol: 'grpc' }) }),

  'a repository without a scheme': (chart) =>
    new Application(chart, 'shop', { source: { ...source, repository: '//example.com/shop.git' } }),
  'a repository after a space': (chart) => new Application(chart, 'shop', { source: { ...source, repository: ' git@a.example:b.git' } }),
  'a folder from the root': (chart) => new Application(chart, 'shop', { source: { ...source, path: '/dist' } }),
  'no folder': (chart) => new Application(chart, 'shop', { source: { ...source, path: '' } }),
  'a folder outside': (chart) => new Application(chart, 'shop', { source: { ...source, path: '../dist' } }),
  'a project of every repository': (chart) => new AppProject(chart, 'shop', { repositories: ['*'], namespaces: ['shop'] }),
  'a project of no namespace': (chart) => new AppProject(chart, 'shop', { repositories: [source.repository], namespaces: [] }),
  'a project of every server': (chart) =>
    new AppProject(chart, 'shop', { repositories: [source.repository], namespaces: ['shop'], servers: ['*'] }),
  'a set of no applications': (chart) => new ApplicationSet(chart, 'shop', { repository: source.repository, members: {} }),
  'an application of a set with a space': (chart) =>
    new ApplicationSet(chart, 'shop', { repository: source.repository, members: { 'a b': { path: 'dist' } } }),
};
