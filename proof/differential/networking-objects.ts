/** Valid specs of Istio's networking kinds that use much of what the kinds offer. */
const destination = { host: 'reviews.prod.svc.cluster.local', subset: 'v1', port: { number: 80 } };
const route = [
  { destination, weight: 90, headers: { request: { set: { 'x-a': '%START_TIME%' }, remove: ['x-b'] }, response: { add: { 'x-c': '1' } } } },
  { destination: { host: 'other' }, weight: 10 },
];
export const matchLabels = { app: 'a', version: 'v1' };

export const virtualServices = [
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

export const destinationRules = [
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

export const gateways = [
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

export const serviceEntries = [
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

export const sidecars = [
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
