import { ClientTls } from '../client-tls';
import { ConsistentHash } from '../consistent-hash';
import { Split } from '../destination';
import { DestinationRule } from '../destination-rule';
import { Duration } from '../duration';
import { Certificate } from '../edge/certificate';
import { IngressGateway } from '../edge/ingress-gateway';
import { Issuer } from '../edge/issuer';
import { ExternalService } from '../external-service';
import { Gateway } from '../gateway';
import { Header } from '../header';
import { Path } from '../path';
import { Percent } from '../percent';
import { GlobalRateLimit } from '../proxy/global-rate-limit';
import { HeaderSizeLimit } from '../proxy/header-size-limit';
import { LocalRateLimit } from '../proxy/local-rate-limit';
import { ProxyConfig } from '../proxy/proxy-config';
import { WasmPlugin } from '../proxy/wasm-plugin';
import { Waypoint } from '../proxy/waypoint';
import { FlaggerCanary } from '../release/flagger-canary';
import { StickyCookie } from '../release/sticky-cookie';
import { EndUserAuthentication } from '../security/end-user-authentication';
import { ExternalAuthorizer } from '../security/external-authorizer';
import { Jwks } from '../security/jwks';
import { MeshConfiguration } from '../security/mesh-configuration';
import { ZeroTrust } from '../security/zero-trust';
import { Server } from '../server';
import { Dashboard } from '../telemetry/dashboard';
import { Kiali } from '../telemetry/kiali';
import { Objective } from '../telemetry/objective';
import { Requests } from '../telemetry/requests';
import { Slo } from '../telemetry/slo';
import { Telemetry } from '../telemetry/telemetry';
import { VirtualMachine } from '../virtual-machine';
import { CronJob } from '../workload/job';
import { hosts, type Mistakes, microservice, site, elsewhere as to, versioned } from './mistakes.test.helper';

const second = Duration.seconds(1);
const answer =
  (status: number): Mistakes[string] =>
  (chart) =>
    site(chart, { routes: [{ directResponse: { status } }] });
const abort =
  (status: number): Mistakes[string] =>
  (chart) =>
    site(chart, { routes: [{ to, fault: { abort: { status, percentage: Percent.ALL } } }] });
const host =
  (name: string): Mistakes[string] =>
  () =>
    Server.http({ hosts: [name] });
const limit =
  (props: object): Mistakes[string] =>
  (chart) =>
    new LocalRateLimit(chart, 'limit', { requests: 1, per: second, ...props });
const schedule =
  (given: string): Mistakes[string] =>
  (chart) =>
    new CronJob(chart, 'report', { image: 'report:v1', schedule: given });
const locality =
  (name: string): Mistakes[string] =>
  (chart) =>
    new DestinationRule(chart, 'rule', { service: to, locality: { distribute: [{ from: name, to: { [name]: 100 } }] } });

/** What is just within the limits of the messages. */
export const accepted: Mistakes = {
  'a duration of a millisecond': () => Duration.millis(1),
  'a duration that a computer cannot add': () => Duration.seconds(0.3 - 0.1),
  'no percent': () => Percent.of(0),
  'all percents': () => Percent.of(100),
  'a status of 200': answer(200),
  'a status of 599': answer(599),
  'an abort with 200': abort(200),
  'an abort with 599': abort(599),
  'weights of nothing and of all': (chart) => versioned(chart).split({ v1: 0, v2: 100 }),
  'a name of 63 characters': (chart) => new Waypoint(chart, 'o'.repeat(63)),
  'a host of 253 characters': host(`${'abc.'.repeat(63)}a`),
  'a label of a host of 63 characters': host(`${'a'.repeat(63)}.example`),
  'a host of one letter a label': host('a.b'),
  'a host that begins with a digit': host('1a.example'),
  'a host that has a number between': host('a.1.example'),
  'a host for its own namespace': host('./a.example'),
  'a host for any namespace': host('*/a.example'),
  'every host of a namespace': host('team-1/*'),
  'a port of 1': (chart) => microservice(chart, { port: 1 }),
  'a port of 65535': (chart) => microservice(chart, { port: 65_535 }),
  'a user of 1': (chart) => microservice(chart, { user: 1 }),
  'no pods': (chart) => microservice(chart, { replicas: 0 }),
  'as many connections as can be counted': (chart) =>
    new DestinationRule(chart, 'rule', { service: to, connectionPool: { maxConnections: 2 ** 31 - 1 } }),
  'autoscaling of one pod': (chart) => microservice(chart, { autoscaling: { min: 1, max: 1 } }),
  'an image of one letter': (chart) => microservice(chart, { image: 'a:1' }),
  'an image of a registry with a port': (chart) => microservice(chart, { image: 'registry.example:5000/team/a__b/c-d:v1' }),
  'an image with a digest': (chart) => microservice(chart, { image: `a@sha256:${'0'.repeat(64)}` }),
  'a label value of one letter': (chart) => site(chart, { routes: [{ to, sourceLabels: { a: 'a' } }] }),
  'an empty label value': (chart) => site(chart, { routes: [{ to, sourceLabels: { app: '' } }] }),
  'a label of a short domain': (chart) => site(chart, { routes: [{ to, sourceLabels: { 'a/b': 'A_b.c-1' } }] }),
  'a label of a long domain': (chart) => site(chart, { routes: [{ to, sourceLabels: { [`${'a'.repeat(253)}/b`]: 'a' } }] }),
  'a label value of 63 characters': (chart) => site(chart, { routes: [{ to, sourceLabels: { app: 'a'.repeat(63) } }] }),
  'a prefix of one letter': () => Path.under('/a'),
  'a header of a claim': () => Header.is('@request.auth.claims[a]', 'b'),
  'a header value with percent signs': (chart) =>
    site(chart, { routes: [{ to, requestHeaders: { set: { a: '100%%', b: '%DOWNSTREAM_REMOTE_ADDRESS% x', c: 'ü' } } }] }),
  'retries of none': (chart) => site(chart, { routes: [{ to, retries: { attempts: 0 } }] }),
  'CORS for a second': (chart) => site(chart, { routes: [{ to, cors: { allowOrigins: [], maxAge: second } }] }),
  'a gateway of one letter': () => Gateway.fromName('a/b'),
  'a gateway with a dot': () => Gateway.fromName('a-1/b.c-2'),
  'a TLS of one version': () => Server.https({ hosts, credential: 'tls', minTls: '1.2', maxTls: '1.2' }),
  'certificates that are not verified': () => ClientTls.simple({ insecureSkipVerify: true }),
  'a cookie for a second': () => StickyCookie.named('a_B-1', { maxAge: second, path: '/' }),
  'a hash of a cookie without options': () => ConsistentHash.onCookie('user'),
  'a split of one': () => Split.between({ to, weight: 100 }),
  'a warm-up that rises evenly': (chart) =>
    new DestinationRule(chart, 'rule', { service: to, warmup: { duration: second, aggression: 1 } }),
  'a locality of three parts': locality('eu/a/1'),
  'a locality of a region and all in it': locality('eu/*'),
  'a locality of regions that begin so': locality('eu*'),
  'every locality': locality('*'),
  'localities that begin alike': (chart) =>
    new DestinationRule(chart, 'rule', { service: to, locality: { distribute: [{ from: 'eu', to: { 'eu/a': 50, 'eu/ab': 50 } }] } }),
  'a failover that is noticed': (chart) =>
    new DestinationRule(chart, 'rule', { service: to, outlierDetection: {}, locality: { failover: [{ from: 'eu', to: 'us' }] } }),
  'a rule for callers of its own namespace': (chart) =>
    new DestinationRule(chart, 'rule', { service: to, callers: { app: 'user' }, exportTo: ['.'] }),
  'an endpoint with a name and an address': (chart) =>
    new ExternalService(chart, 'bank', { host: 'a.example', ports: [{ number: 1, protocol: 'tcp' }], endpoints: ['b.example', '::1'] }),
  'a machine with an IPv6 address': (chart) => new VirtualMachine(chart, 'vm', { service: microservice(chart), address: '2001:db8::1' }),
  'a schedule by name': schedule('@hourly'),
  'a schedule of five fields': schedule('*/5 0-3 1,15 * MON'),
  'a cron job of 52 characters': (chart) => new CronJob(chart, 'r'.repeat(52), { image: 'report:v1', schedule: '@daily' }),

  'an ingress of one pod': (chart) => new IngressGateway(chart, 'edge', { replicas: { min: 1, max: 1 }, cpu: 0 }),
  'an address of mail': (chart) => new Issuer(chart, 'acme', { acme: { email: 'a@b' } }),
  'a certificate for a wildcard': (chart) =>
    new Certificate(chart, 'tls', { hosts: ['*.a.example'], issuer: Issuer.fromName('ca', 'Issuer') }),
  'headers of 1 KiB': (chart) => new HeaderSizeLimit(chart, 'limit', { maxKiB: 1, maxCount: 0 }),
  'headers of 8 MiB': (chart) => new HeaderSizeLimit(chart, 'limit', { maxKiB: 8192 }),
  'a limit of one request': limit({}),
  'a limit for 50 ms': limit({ per: Duration.millis(50) }),
  'a limit that answers 400': limit({ status: 400 }),
  'a limit that answers 599': limit({ status: 599 }),
  'a limit by a value': (chart) => new GlobalRateLimit(chart, 'limit', { service: to, domain: 'shop', by: [[{ value: 'all' }]] }),
  'an authorizer that fails with 400': () => ExternalAuthorizer.grpc('opa', { service: to, statusOnError: 400 }),
  'an authorizer that fails with 599': () => ExternalAuthorizer.grpc('opa', { service: to, statusOnError: 599 }),
  'a proxy configuration of a spec': (chart) => new ProxyConfig(chart, 'proxies', { spec: { concurrency: 2 } }),
  'a proxy configuration of an image': (chart) => new ProxyConfig(chart, 'proxies', { image: 'debug' }),
  'a proxy configuration of an environment': (chart) => new ProxyConfig(chart, 'proxies', { env: { A: 'b' } }),
  'a plugin of a digest': (chart) => new WasmPlugin(chart, 'plugin', { url: `oci://a.example/p@sha256:${'0'.repeat(64)}` }),
  'a plugin by http with a sum': (chart) => new WasmPlugin(chart, 'plugin', { url: 'http://a.example/p.wasm', sha256: 'abc' }),
  'a release that is checked each 10 seconds': (chart) =>
    new FlaggerCanary(chart, 'release', {
      service: microservice(chart),
      steps: [1, 100],
      interval: Duration.seconds(10),
      objectives: [Objective.availability(99)],
      prometheus: 'http://prometheus:9090',
      failures: 0,
    }),
  'tokens of an issuer that is an address': (chart) =>
    new EndUserAuthentication(chart, 'users', { of: microservice(chart), issuer: 'http://a.example', claims: { 'a.b-c': ['d'] } }),
  'tokens of a name whose keys are given': (chart) =>
    new EndUserAuthentication(chart, 'users', { of: microservice(chart), issuer: 'accounts', jwks: Jwks.at('http://a.example/jwks') }),
  'a mesh configuration without authorizers': (chart) => new MeshConfiguration(chart, 'mesh', { meshConfig: { accessLogFile: '/a' } }),
  'an exception for ports of one': (chart) => {
    const of = microservice(chart, { ports: [{ name: 'admin', port: 9090 }] });
    new ZeroTrust(chart, 'zero-trust', { exceptions: [{ what: 'mutualTls', reason: 'old', of, ports: [9090] }] });
  },
  'a dashboard of objectives alone': (chart) => {
    const slo = new Slo(chart, 'slo', { requests: Requests.to(microservice(chart)), objective: Objective.availability(0.1) });
    new Dashboard(chart, 'shop', { slos: [slo] });
  },
  'a telemetry of a spec': (chart) => new Telemetry(chart, 'all', { spec: { accessLogging: [{ disabled: true }] } }),
  'telemetries of other pods': (chart) =>
    ['a', 'b'].map((app) => new Telemetry(chart, app, { of: { labels: { app, tier: 'web' } }, accessLog: 'off' })),
  'an address by https': (chart) => new Kiali(chart, 'kiali', { prometheus: 'https://prometheus:9090' }),
};
