import type { Chart } from 'cdk8s';
import {
  ConsistentHash,
  DestinationRule,
  Duration,
  EndUserAuthentication,
  ExternalAuthorization,
  ExternalAuthorizer,
  ExternalService,
  Gateway,
  Header,
  Jwks,
  LocalRateLimit,
  Microservice,
  Path,
  Percent,
  ProxyConfig,
  Query,
  Server,
  Split,
  StringMatch,
  Telemetry,
  VirtualMachine,
  VirtualMachineGroup,
  VirtualService,
  WasmPlugin,
  ZeroTrust,
} from '../lib';

const second = Duration.seconds(1);
const half = Percent.of(50);

/** Declares what a construct over one of Istio's kinds can be told by its props: what is written then is what the construct offers. */
export function everyOption(chart: Chart): void {
  const user = new Microservice(chart, 'user', { image: 'user', port: 8000, versions: { v1: {}, v2: {} } });
  const products = new Microservice(chart, 'product', { image: 'product:v1', port: 8000 });
  const hosts = ['shop.example.com'];
  const servers = [
    Server.http({ hosts, httpsRedirect: true }),
    Server.https({
      hosts,
      credential: 'tls',
      mutual: 'optional',
      minTls: '1.2',
      maxTls: '1.3',
      subjectAltNames: ['a'],
      cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'],
    }),
  ];
  const gateways = [new Gateway(chart, 'edge', { servers })];
  new VirtualService(chart, 'site', { hosts, gateways, exportTo: ['*'], routes: routes(user, products) });
  new VirtualService(chart, 'streams', {
    hosts,
    gateways: ['mesh'],
    tls: [{ to: user, sniHosts: hosts, port: 443 }],
    tcp: [{ to: user.split({ v1: 50, v2: 50 }), port: 9000 }],
  });
  policies(chart, user);
  const ports = [{ number: 443, protocol: 'tls' as const }];
  new ExternalService(chart, 'bank', { host: 'bank.example.com', ports, endpoints: ['203.0.113.1'], exportTo: ['.'] });
  new VirtualMachine(chart, 'machine', { service: products, address: '203.0.113.2', port: 8000, locality: 'a/b/c' });
  new VirtualMachineGroup(chart, 'machines', { service: products, port: 8000, locality: 'a/b/c' });
  const jwks = Jwks.at('https://accounts.example.com/jwks.json');
  new EndUserAuthentication(chart, 'sign-in', {
    of: user,
    issuer: 'https://accounts.example.com',
    jwks,
    audiences: ['shop'],
    claims: { group: ['a'] },
    openPaths: [Path.exactly('/open')],
  });
  new Telemetry(chart, 'telemetry', {
    of: user,
    accessLog: { filter: 'response.code >= 500' },
    tracing: { sampling: half, provider: 'zipkin', tags: { a: 'b' }, headerTags: { c: 'd' } },
    metrics: { routeTags: true, tags: { a: 'request.host' }, without: ['source_principal'] },
  });
  proxies(chart, user);
  user.calls(products, { methods: ['GET'], paths: [Path.under('/latest')] });
  new ZeroTrust(chart, 'zero-trust', { exceptions: [{ what: 'mutualTls', reason: 'a job', of: products, ports: [9090] }] });
}

function proxies(chart: Chart, of: Microservice<'v1' | 'v2'>): void {
  new ProxyConfig(chart, 'proxies', { of, concurrency: 2, env: { A: 'b' }, image: 'debug' });
  new WasmPlugin(chart, 'audit', {
    of,
    url: 'oci://registry.example.com/audit',
    sha256: 'a'.repeat(64),
    before: 'authz',
    priority: 1,
    config: { a: 'b' },
    env: { A: 'b', C: { host: true } },
    traffic: { at: 'inbound', ports: [8000] },
    failOpen: true,
    imagePullSecret: 'registry',
  });
  const by = ExternalAuthorizer.grpc('opa', {
    service: Microservice.fromHost('opa.policy.svc.cluster.local', { port: 9191, protocol: 'grpc' }),
  });
  new ExternalAuthorization(chart, 'by-opa', { of, by, paths: [Path.under('/a')], openPaths: [Path.exactly('/a/b')], methods: ['GET'] });
  new LocalRateLimit(chart, 'limit', { of, requests: 100, per: second, at: 'outbound' });
}

function routes(user: Microservice<'v1' | 'v2'>, products: Microservice) {
  const headers = {
    requestHeaders: { set: { a: 'b' }, add: { c: 'd' }, remove: ['e'] },
    responseHeaders: { set: { a: 'b' }, add: { c: 'd' }, remove: ['e'] },
  };
  return [
    {
      name: 'all',
      path: Path.under('/user'),
      headers: [Header.is('a', 'b'), Header.startsWith('b', 'c'), Header.matches('c', 'd'), Header.isNot('d', 'e'), Header.absent('e')],
      methods: ['GET' as const],
      authority: StringMatch.startsWith('shop'),
      query: [Query.is('q', '1'), Query.startsWith('r', '1'), Query.matches('s', '1')],
      scheme: 'https' as const,
      port: 443,
      sourceLabels: { app: 'product' },
      to: Split.between({ to: user.version('v1'), weight: 50, ...headers }, { to: user.version('v2'), weight: 50 }),
      rewrite: { path: '/', authority: 'a.example.com' },
      timeout: second,
      retries: { attempts: 2, perTryTimeout: second, on: ['5xx' as const] },
      fault: { delay: { duration: second, percentage: half }, abort: { status: 500, percentage: half } },
      mirror: [{ to: user.version('v2'), percentage: half }],
      cors: {
        allowOrigins: [StringMatch.exactly('a'), StringMatch.startsWith('b'), StringMatch.matches('c')],
        allowMethods: ['GET' as const],
        allowHeaders: ['a'],
        exposeHeaders: ['b'],
        maxAge: second,
        allowCredentials: true,
      },
      ...headers,
    },
    {
      path: Path.exactly('/a'),
      authority: 'a.example.com',
      redirect: { path: '/b', authority: 'b.example.com', scheme: 'https' as const, port: 8443, code: 302 as const },
    },
    { path: Path.under('/c'), redirect: { prefix: '/d', port: 'from-scheme' as const } },
    { path: Path.matches('/e.*'), authority: StringMatch.matches('a.*'), directResponse: { status: 200, body: 'ok' } },
    { to: products },
  ];
}

function policies(chart: Chart, service: Microservice<'v1' | 'v2'>): void {
  new DestinationRule(chart, 'policy', {
    service,
    exportTo: ['.'],
    callers: { app: 'product' },
    loadBalancing: ConsistentHash.onCookie('session', { ttl: second, path: '/' }),
    connectionPool: {
      maxConnections: 1,
      connectTimeout: second,
      maxConnectionDuration: second,
      keepalive: { time: second, interval: second, probes: 1 },
      maxPendingRequests: 1,
      maxRequests: 1,
      maxRequestsPerConnection: 1,
      maxConcurrentStreams: 1,
      maxRetries: 1,
      idleTimeout: second,
      http2: 'always',
    },
    outlierDetection: {
      consecutive5xxErrors: 1,
      consecutiveGatewayErrors: 1,
      consecutiveLocalFailures: 1,
      interval: second,
      baseEjectionTime: second,
      maxEjectionPercent: half,
      minHealthPercent: half,
    },
    locality: { failoverPriority: ['topology.kubernetes.io/zone'] },
    retryBudget: { percent: half, minRetryConcurrency: 1 },
    proxyProtocol: 'v2',
  });
}
