/** Specs of objects of the Gateway API, each of them valid: what mutations start from. */
type Specs = readonly Readonly<Record<string, unknown>>[];

const group = 'gateway.networking.k8s.io';
const parentRefs = [{ group, kind: 'Gateway', namespace: 'default', name: 'g', sectionName: 'http', port: 80 }];
const backend = { name: 'a', namespace: 'default', port: 80, weight: 1 };
const header = { name: 'x-a', value: 'b' };
const headers = { set: [header], add: [{ name: 'x-b', value: 'c' }], remove: ['x-c'] };

const httpRoutes: Specs = [
  {
    parentRefs,
    hostnames: ['*.a.com', 'b.com'],
    rules: [
      {
        name: 'first',
        matches: [
          {
            path: { type: 'PathPrefix', value: '/a' },
            headers: [{ type: 'Exact', ...header }],
            queryParams: [{ type: 'RegularExpression', name: 'q', value: 'a.*' }],
            method: 'GET',
          },
        ],
        filters: [
          { type: 'RequestHeaderModifier', requestHeaderModifier: headers },
          { type: 'ResponseHeaderModifier', responseHeaderModifier: headers },
          {
            type: 'RequestMirror',
            requestMirror: { backendRef: { name: 'm', port: 80 }, fraction: { numerator: 1, denominator: 10 } },
          },
          { type: 'URLRewrite', urlRewrite: { hostname: 'c.com', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
          {
            type: 'CORS',
            cors: { allowOrigins: ['https://a.com'], allowMethods: ['GET'], allowHeaders: ['x-a'], allowCredentials: true, maxAge: 5 },
          },
        ],
        backendRefs: [backend, { ...backend, name: 'b', filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: headers }] }],
        timeouts: { request: '10s', backendRequest: '2s' },
        retry: { codes: [503], attempts: 2, backoff: '100ms' },
        sessionPersistence: {
          sessionName: 's',
          type: 'Cookie',
          absoluteTimeout: '1h',
          cookieConfig: { lifetimeType: 'Permanent' },
        },
      },
      {
        matches: [{ path: { type: 'Exact', value: '/old' } }],
        filters: [
          {
            type: 'RequestRedirect',
            requestRedirect: {
              scheme: 'https',
              hostname: 'd.com',
              port: 443,
              statusCode: 301,
              path: { type: 'ReplaceFullPath', replaceFullPath: '/new' },
            },
          },
        ],
      },
    ],
  },
];

const grpcRoutes: Specs = [
  {
    parentRefs,
    hostnames: ['a.com'],
    rules: [
      {
        matches: [{ method: { type: 'Exact', service: 'a.B', method: 'C' }, headers: [{ type: 'RegularExpression', ...header }] }],
        filters: [
          { type: 'RequestHeaderModifier', requestHeaderModifier: headers },
          { type: 'RequestMirror', requestMirror: { backendRef: { name: 'm', port: 80 }, percent: 10 } },
        ],
        backendRefs: [backend],
      },
    ],
  },
];

const gateways: Specs = [
  {
    gatewayClassName: 'istio',
    addresses: [{ type: 'Hostname', value: 'istio-ingressgateway.istio-system.svc.cluster.local' }],
    infrastructure: { labels: { a: 'b' }, annotations: { c: 'd' }, parametersRef: { group: '', kind: 'ConfigMap', name: 'p' } },
    listeners: [
      {
        name: 'http',
        port: 80,
        protocol: 'HTTP',
        hostname: '*.a.com',
        allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } }, kinds: [{ group, kind: 'HTTPRoute' }] },
      },
      {
        name: 'https',
        port: 443,
        protocol: 'HTTPS',
        tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 's', namespace: 'default' }], options: { a: 'b' } },
        allowedRoutes: { namespaces: { from: 'Same' } },
      },
      { name: 'tls', port: 8443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
      { name: 'tcp', port: 9000, protocol: 'TCP' },
    ],
    allowedListeners: { namespaces: { from: 'All' } },
  },
];

const backendTlsPolicies: Specs = [
  {
    targetRefs: [{ group: '', kind: 'Service', name: 'a', sectionName: 'https' }],
    validation: {
      hostname: 'a.com',
      caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'c' }],
      subjectAltNames: [
        { type: 'Hostname', hostname: 'b.com' },
        { type: 'URI', uri: 'spiffe://a/b' },
      ],
    },
  },
  { targetRefs: [{ group: '', kind: 'Service', name: 'a' }], validation: { hostname: 'a.com', wellKnownCACertificates: 'System' } },
];

const streamRules = [{ name: 'only', backendRefs: [backend] }];

/** By kind: the version and resource under which the API server takes it, and its specs. */
export const gatewayApiObjects: readonly (readonly [version: string, kind: string, resource: string, specs: Specs])[] = [
  ['v1', 'HTTPRoute', 'httproutes', httpRoutes],
  ['v1', 'GRPCRoute', 'grpcroutes', grpcRoutes],
  ['v1', 'Gateway', 'gateways', gateways],
  ['v1', 'BackendTLSPolicy', 'backendtlspolicies', backendTlsPolicies],
  ['v1', 'TLSRoute', 'tlsroutes', [{ parentRefs, hostnames: ['a.com'], rules: streamRules }]],
  ['v1alpha2', 'TCPRoute', 'tcproutes', [{ parentRefs, rules: streamRules }]],
  ['v1alpha2', 'UDPRoute', 'udproutes', [{ parentRefs, rules: streamRules }]],
  [
    'v1',
    'ListenerSet',
    'listenersets',
    [
      {
        parentRef: { group, kind: 'Gateway', name: 'g', namespace: 'default' },
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP', hostname: 'a.com', allowedRoutes: { namespaces: { from: 'Same' } } },
          { name: 'https', port: 443, protocol: 'HTTPS', tls: { mode: 'Terminate', certificateRefs: [{ name: 's' }] } },
        ],
      },
    ],
  ],
  [
    'v1',
    'ReferenceGrant',
    'referencegrants',
    [{ from: [{ group, kind: 'HTTPRoute', namespace: 'other' }], to: [{ group: '', kind: 'Service', name: 'a' }] }],
  ],
];
