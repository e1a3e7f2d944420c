import type { KubernetesObject } from '../../lib/manifest/manifest';

/** A kind whose objects are mutated: where the API server takes them, and valid ones that use much of what the kind offers. */
export interface MutatedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  /** Judged by Istio's webhook too. */
  readonly isIstio: boolean;
  readonly specs: readonly Readonly<Record<string, unknown>>[];
}

const destination = { host: 'reviews.prod.svc.cluster.local', subset: 'v1', port: { number: 80 } };
const route = [
  { destination, weight: 90, headers: { request: { set: { 'x-a': '%START_TIME%' }, remove: ['x-b'] }, response: { add: { 'x-c': '1' } } } },
  { destination: { host: 'other' }, weight: 10 },
];
const matchLabels = { app: 'a', version: 'v1' };

const virtualServices = [
  {
    hosts: ['reviews.prod.svc.cluster.local', '*.example.com'],
    gateways: ['demo/edge', 'mesh'],
    exportTo: ['.', 'other'],
    http: [
      {
        name: 'first',
        match: [
          {
            uri: { prefix: '/a' },
            method: { exact: 'GET' },
            headers: { 'x-user': { regex: 'a.*' } },
            queryParams: { q: { exact: '1' } },
            port: 80,
            sourceLabels: { app: 'a' },
          },
          {
            uri: { exact: '/b' },
            withoutHeaders: { 'x-v': { prefix: 'z' } },
            authority: { exact: 'a.com' },
            scheme: { exact: 'https' },
            gateways: ['demo/edge'],
            sourceNamespace: 'x',
          },
        ],
        route,
        timeout: '5s',
        retries: { attempts: 3, perTryTimeout: '2s', retryOn: '5xx,reset,503', backoff: '100ms', retryRemoteLocalities: true },
        fault: { delay: { fixedDelay: '1s', percentage: { value: 10 } }, abort: { httpStatus: 500, percentage: { value: 0.5 } } },
        corsPolicy: {
          allowOrigins: [{ exact: 'https://a.com' }, { regex: '.*' }],
          allowMethods: ['GET'],
          allowHeaders: ['x-a'],
          exposeHeaders: ['*'],
          maxAge: '24h',
          allowCredentials: true,
        },
        mirror: { host: 'shadow', port: { number: 80 } },
        mirrorPercentage: { value: 50 },
        rewrite: { uriRegexRewrite: { match: '^/a/(.*)', rewrite: '/\\1' }, authority: 'b.com' },
      },
      { match: [{ uri: { prefix: '/a/b' } }], redirect: { uri: '/c', authority: 'd.com', scheme: 'https', redirectCode: 302, port: 443 } },
      { match: [{ uri: { prefix: '/d' } }], directResponse: { status: 404, body: { string: 'nothing' } } },
      { match: [{ uri: { prefix: '/e' } }], delegate: { name: 'other', namespace: 'x' } },
      {
        route: [{ destination: { host: 'last' } }],
        mirrors: [{ destination: { host: 'shadow' }, percentage: { value: 1 } }],
        headers: { request: { add: { 'x-e': 'f' } } },
      },
    ],
  },
  {
    hosts: ['*.tls.com'],
    gateways: ['demo/edge'],
    tls: [
      {
        match: [
          { sniHosts: ['a.tls.com'], port: 443, destinationSubnets: ['10.0.0.0/8'], sourceLabels: { app: 'a' }, gateways: ['demo/edge'] },
        ],
        route: [{ destination }],
      },
      {
        match: [{ sniHosts: ['b.tls.com'] }],
        route: [
          { destination, weight: 1 },
          { destination: { host: 'b' }, weight: 2 },
        ],
      },
    ],
    tcp: [{ match: [{ port: 9000, destinationSubnets: ['10.1.0.1'] }], route: [{ destination }] }, { route: [{ destination }] }],
  },
];

const trafficPolicy = {
  loadBalancer: {
    consistentHash: {
      httpCookie: { name: 'c', ttl: '0s', attributes: [{ name: 'SameSite', value: 'Lax' }] },
      maglev: { tableSize: 65537 },
    },
    warmup: { duration: '30s', minimumPercent: 10, aggression: 1.5 },
  },
  connectionPool: {
    tcp: {
      maxConnections: 100,
      connectTimeout: '1s',
      maxConnectionDuration: '1h',
      idleTimeout: '0s',
      tcpKeepalive: { time: '75s', interval: '10s', probes: 3 },
    },
    http: {
      http1MaxPendingRequests: 1,
      http2MaxRequests: 2,
      maxRequestsPerConnection: 3,
      maxRetries: 4,
      idleTimeout: '1m',
      h2UpgradePolicy: 'UPGRADE',
      maxConcurrentStreams: 5,
    },
  },
  outlierDetection: {
    consecutive5xxErrors: 5,
    interval: '10s',
    baseEjectionTime: '30s',
    maxEjectionPercent: 50,
    minHealthPercent: 10,
    splitExternalLocalOriginErrors: true,
    consecutiveLocalOriginFailures: 2,
  },
  tls: { mode: 'MUTUAL', clientCertificate: '/a', privateKey: '/b', caCertificates: '/c', subjectAltNames: ['d'], sni: 'e' },
};

const destinationRules = [
  {
    host: 'reviews',
    trafficPolicy: { ...trafficPolicy, portLevelSettings: [{ port: { number: 80 }, ...trafficPolicy }] },
    subsets: [
      { name: 'v1', labels: matchLabels, trafficPolicy },
      { name: 'v2', labels: { version: 'v2' } },
    ],
    exportTo: ['.'],
  },
  {
    host: '*.a.com',
    trafficPolicy: {
      loadBalancer: {
        simple: 'ROUND_ROBIN',
        localityLbSetting: { distribute: [{ from: 'a/b/*', to: { 'a/b/*': 80, 'a/c/*': 20 } }], failoverPriority: ['x'] },
      },
      outlierDetection: {},
      tunnel: { protocol: 'CONNECT', targetHost: 'b.com', targetPort: 443 },
    },
    workloadSelector: { matchLabels },
  },
  {
    host: 'c',
    trafficPolicy: {
      loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } },
      outlierDetection: {},
      tls: { mode: 'SIMPLE', credentialName: 'x' },
      proxyProtocol: { version: 'V2' },
    },
  },
];

const port = (number: number, protocol: string) => ({ number, name: `${protocol.toLowerCase()}-${number}`, protocol });

const gateways = [
  {
    selector: { istio: 'ingressgateway' },
    servers: [
      { port: port(80, 'HTTP'), hosts: ['*.a.com', 'demo/b.com', './*', '*/c.com'], tls: { httpsRedirect: true } },
      {
        port: port(443, 'HTTPS'),
        hosts: ['a.com'],
        tls: { mode: 'SIMPLE', credentialName: 'a', minProtocolVersion: 'TLSV1_2', cipherSuites: ['AES128-SHA'] },
        bind: '0.0.0.0',
      },
      {
        port: port(8443, 'HTTPS'),
        hosts: ['b.com'],
        tls: { mode: 'MUTUAL', serverCertificate: '/a', privateKey: '/b', caCertificates: '/c', caCrl: '/d', subjectAltNames: ['e'] },
      },
      { port: port(9443, 'TLS'), hosts: ['*'], tls: { mode: 'PASSTHROUGH' } },
      { port: port(9000, 'TCP'), hosts: ['10.0.0.1'] },
      { port: { number: 0, name: 'socket', protocol: 'HTTP' }, bind: 'unix:///tmp/a', hosts: ['d.com'] },
    ],
  },
];

const serviceEntries = [
  {
    hosts: ['a.com'],
    addresses: ['10.0.0.0/8', '1.1.1.1'],
    ports: [port(80, 'HTTP'), { ...port(443, 'TLS'), targetPort: 8443 }],
    location: 'MESH_EXTERNAL',
    resolution: 'STATIC',
    endpoints: [{ address: '2.2.2.2', ports: { 'http-80': 8080 }, labels: matchLabels, weight: 2, locality: 'a/b' }],
    exportTo: ['*'],
  },
  { hosts: ['b.com'], ports: [port(80, 'HTTP')], resolution: 'DNS', endpoints: [{ address: 'c.com' }], subjectAltNames: ['x'] },
  { hosts: ['*.d.com'], ports: [port(443, 'TLS')], resolution: 'DYNAMIC_DNS', location: 'MESH_EXTERNAL' },
  { hosts: ['e.com', 'f.com'], ports: [port(80, 'HTTP2')], resolution: 'STATIC', workloadSelector: { labels: matchLabels } },
];

const sidecars = [
  {
    workloadSelector: { labels: matchLabels },
    ingress: [
      { port: port(9080, 'HTTP'), defaultEndpoint: '127.0.0.1:8080', bind: '10.0.0.1', connectionPool: { http: { maxRetries: 1 } } },
      { port: port(9443, 'TLS'), defaultEndpoint: 'unix:///a', tls: { mode: 'SIMPLE', serverCertificate: '/a', privateKey: '/b' } },
    ],
    egress: [
      { port: port(80, 'HTTP'), hosts: ['prod/*', 'demo/a.com'] },
      { port: { number: 0, protocol: 'HTTP' }, bind: 'unix:///b', hosts: ['./*'], captureMode: 'NONE' },
      { hosts: ['./*', 'istio-system/*.b.com'] },
    ],
    outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'proxy.a', port: { number: 80 } } },
  },
];

const source = {
  principals: ['a'],
  notNamespaces: ['b'],
  requestPrincipals: ['*'],
  ipBlocks: ['10.0.0.0/8'],
  remoteIpBlocks: ['1.1.1.1'],
  trustDomains: ['c*'],
};
const operation = { hosts: ['a.com'], ports: ['80'], methods: ['GET'], paths: ['/a/{*}/b', '/c*'], notPaths: ['/d'] };
const authorizationPolicies = [
  {
    selector: { matchLabels },
    action: 'DENY',
    rules: [
      {
        from: [{ source }, { source: { serviceAccounts: ['a', 'b/c'] } }],
        to: [{ operation }],
        when: [
          { key: 'request.headers[x]', values: ['1'] },
          { key: 'source.ip', notValues: ['10.0.0.1'] },
          { key: 'destination.port', values: ['80'] },
        ],
      },
    ],
  },
  {
    targetRefs: [{ kind: 'Service', name: 'a', group: '' }],
    action: 'CUSTOM',
    provider: { name: 'p' },
    rules: [{ to: [{ operation: { paths: ['/x'] } }] }],
  },
];

const requestAuthentications = [
  {
    selector: { matchLabels },
    jwtRules: [
      {
        issuer: 'a',
        audiences: ['b'],
        jwksUri: 'https://a.com/keys',
        fromHeaders: [{ name: 'x', prefix: 'Bearer ' }],
        fromParams: ['p'],
        fromCookies: ['c'],
        outputPayloadToHeader: 'x-p',
        forwardOriginalToken: true,
        outputClaimToHeaders: [{ header: 'x-c', claim: 'sub' }],
        timeout: '5s',
      },
      { issuer: 'b', jwks: '{"keys":[{"kty":"RSA","e":"AQAB","n":"AQAB","kid":"1"}]}' },
    ],
  },
];

const telemetries = [
  {
    selector: { matchLabels },
    tracing: [
      {
        providers: [{ name: 'a' }],
        randomSamplingPercentage: 10,
        customTags: { t: { literal: { value: 'v' } }, h: { header: { name: 'x' } }, e: { environment: { name: 'E', defaultValue: 'd' } } },
      },
    ],
    metrics: [
      {
        providers: [{ name: 'p' }],
        overrides: [
          { match: { metric: 'REQUEST_COUNT', mode: 'CLIENT' }, tagOverrides: { a: { value: 'x' }, b: { operation: 'REMOVE' } } },
          { match: { customMetric: 'c' }, disabled: true },
        ],
        reportingInterval: '5s',
      },
    ],
    accessLogging: [{ filter: { expression: 'response.code >= 400' }, providers: [{ name: 'l' }], match: { mode: 'SERVER' } }],
  },
];

const typedConfig = {
  '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua',
  default_source_code: { inline_string: 'x' },
};
const envoyFilters = [
  {
    workloadSelector: { labels: matchLabels },
    priority: 1,
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        match: {
          context: 'SIDECAR_INBOUND',
          proxy: { proxyVersion: '1\\.3.*' },
          listener: {
            portNumber: 80,
            filterChain: {
              filter: { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.router' } },
            },
          },
        },
        patch: { operation: 'INSERT_BEFORE', value: { name: 'lua', typed_config: typedConfig } },
      },
      {
        applyTo: 'CLUSTER',
        match: { cluster: { service: 'a' } },
        patch: {
          operation: 'MERGE',
          value: { connect_timeout: '1s', lb_policy: 'RANDOM', circuit_breakers: { thresholds: [{ max_connections: 1 }] } },
        },
      },
      {
        applyTo: 'VIRTUAL_HOST',
        match: { routeConfiguration: { vhost: { name: 'a' } } },
        patch: { operation: 'MERGE', value: { retry_policy: { num_retries: 1 } } },
      },
    ],
  },
];

const vmConfig = {
  env: [
    { name: 'A', value: 'b' },
    { name: 'C', valueFrom: 'HOST' },
  ],
};
const sha256 = 'a'.repeat(64);

const container = {
  name: 'app',
  image: 'a:1',
  ports: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
  env: [{ name: 'A', value: 'b' }],
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
};

const networking = (kind: string, resource: string, specs: MutatedKind['specs'], version = 'v1'): MutatedKind => ({
  apiVersion: `networking.istio.io/${version}`,
  kind,
  resource,
  isIstio: true,
  specs,
});
const of = (apiVersion: string, kind: string, resource: string, specs: MutatedKind['specs']): MutatedKind => ({
  apiVersion,
  kind,
  resource,
  isIstio: apiVersion.includes('istio.io'),
  specs,
});

export const mutatedKinds: readonly MutatedKind[] = [
  networking('VirtualService', 'virtualservices', virtualServices),
  networking('DestinationRule', 'destinationrules', destinationRules),
  networking('Gateway', 'gateways', gateways),
  networking('ServiceEntry', 'serviceentries', serviceEntries),
  networking('Sidecar', 'sidecars', sidecars),
  networking('WorkloadEntry', 'workloadentries', [
    { address: '10.0.0.1', ports: { http: 80 }, labels: matchLabels, network: 'n', locality: 'a/b', weight: 1, serviceAccount: 's' },
    { address: 'unix:///a' },
  ]),
  networking('WorkloadGroup', 'workloadgroups', [
    {
      metadata: { labels: matchLabels, annotations: { a: 'b' } },
      template: { ports: { http: 80 }, serviceAccount: 's' },
      probe: { httpGet: { path: '/', port: 80, scheme: 'HTTP', httpHeaders: [{ name: 'A', value: 'b' }] }, periodSeconds: 5 },
    },
  ]),
  networking('EnvoyFilter', 'envoyfilters', envoyFilters, 'v1alpha3'),
  networking(
    'ProxyConfig',
    'proxyconfigs',
    [{ selector: { matchLabels }, concurrency: 2, environmentVariables: { A: 'b' }, image: { imageType: 'distroless' } }],
    'v1beta1',
  ),
  of('security.istio.io/v1', 'AuthorizationPolicy', 'authorizationpolicies', authorizationPolicies),
  of('security.istio.io/v1', 'PeerAuthentication', 'peerauthentications', [
    { selector: { matchLabels }, mtls: { mode: 'STRICT' }, portLevelMtls: { 80: { mode: 'DISABLE' } } },
  ]),
  of('security.istio.io/v1', 'RequestAuthentication', 'requestauthentications', requestAuthentications),
  of('telemetry.istio.io/v1', 'Telemetry', 'telemetries', telemetries),
  of('extensions.istio.io/v1alpha1', 'WasmPlugin', 'wasmplugins', [
    {
      selector: { matchLabels },
      url: 'oci://a/b:c',
      sha256,
      imagePullPolicy: 'Always',
      imagePullSecret: 's',
      pluginConfig: { a: 1 },
      pluginName: 'n',
      phase: 'AUTHN',
      priority: 1,
      vmConfig,
      match: [{ mode: 'CLIENT', ports: [{ number: 80 }] }],
    },
  ]),
  of('extensions.istio.io/v1alpha1', 'TrafficExtension', 'trafficextensions', [
    {
      targetRefs: [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'g' }],
      wasm: { url: 'https://a.com/b', sha256, vmConfig },
      match: [{ ports: [{ number: 1 }] }],
    },
    { lua: { inlineCode: 'x' } },
  ]),
  of('v1', 'Service', 'services', [
    {
      selector: matchLabels,
      ports: [
        { name: 'http', port: 80, targetPort: 8000, appProtocol: 'http' },
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' },
      ],
      sessionAffinity: 'None',
    },
  ]),
  of('apps/v1', 'Deployment', 'deployments', [
    {
      replicas: 1,
      selector: { matchLabels },
      template: {
        metadata: { labels: matchLabels },
        spec: { containers: [container], volumes: [{ name: 'tmp', emptyDir: {} }], serviceAccountName: 'a' },
      },
    },
  ]),
];

/** An object of a kind, in the namespace that every cluster has. */
export function objectOf({ apiVersion, kind }: MutatedKind, spec: unknown): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'mutant', namespace: 'default', labels: { app: 'a' }, annotations: { note: 'x' } }, spec };
}
