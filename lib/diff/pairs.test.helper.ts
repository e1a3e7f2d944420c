import fc from 'fast-check';
import type { KubernetesObject } from '../istio/objects';

/** Objects of a small mesh, in which every kind of condition that a request may meet is likely. */
export interface MeshPair {
  readonly old: readonly KubernetesObject[];
  readonly next: readonly KubernetesObject[];
}

const services = ['one', 'two', 'three'];
export const paths = ['/', '/a', '/a/', '/a/b', '/ab', '/A', '/a/b/c', '/b', '/v1', '/v12/x', '/b/a', '/zz', '/.a', '/a%2Fb', '/axb'];
export const headerValues = ['x', 'xy', 'y', 'dev', 'a-b'];
export const addresses = ['203.0.113.9', '10.0.0.1', '10.1.2.3', '10.1.9.9', '192.0.2.77'];
export const hosts = ['shop.example.com', 'any.example.com', 'admin.example.com', 'x.example.com', 'other.org'];
const prefixes = ['/', '/a', '/a/', '/b', '/v'];
const regexes = ['/v\\d+.*', '/a|/b', '.*b.*', '/[ab]+', '/a.b', '.*', '(?i)/a', '^/a$'];
const valueRegexes = ['x.*', 'x|y', '[a-z]+', '.*y', '\\w-\\w'];

const uri = fc.oneof(
  fc.constantFrom(...paths).map((exact) => ({ exact })),
  fc.constantFrom(...prefixes).map((prefix) => ({ prefix })),
  fc.constantFrom(...regexes).map((regex) => ({ regex })),
);
const value = fc.oneof(
  fc.constantFrom(...headerValues).map((exact) => ({ exact })),
  fc.constantFrom('x', 'd').map((prefix) => ({ prefix })),
  fc.constantFrom(...valueRegexes).map((regex) => ({ regex })),
  fc.constant({}),
);
const match = fc.record(
  {
    uri,
    ignoreUriCase: fc.boolean(),
    method: fc.constantFrom('GET', 'POST').map((exact) => ({ exact })),
    headers: fc.dictionary(fc.constantFrom('x-a', 'x-b'), value, { maxKeys: 2 }),
    withoutHeaders: fc.dictionary(fc.constantFrom('x-a', 'x-c'), value, { maxKeys: 1 }),
    queryParams: fc.dictionary(fc.constantFrom('q'), value, { maxKeys: 1 }),
    authority: fc.constantFrom({ prefix: 'shop' }, { regex: 'a.*' }, { exact: 'x.example.com' }),
  },
  { requiredKeys: [] },
);
const destination = fc.record(
  { host: fc.constantFrom(...services), subset: fc.constantFrom('v1', 'v2', 'v3') },
  { requiredKeys: ['host'] },
);
const action = fc.oneof(
  { weight: 5, arbitrary: destination.map((one) => ({ route: [{ destination: one }] })) },
  {
    weight: 3,
    arbitrary: fc.tuple(destination, destination, fc.integer({ min: 1, max: 99 })).map(([one, other, weight]) => ({
      route: [
        { destination: one, weight },
        { destination: other, weight: 100 - weight },
      ],
    })),
  },
  { weight: 1, arbitrary: fc.constantFrom({ redirect: { uri: '/moved' } }, { redirect: { authority: 'b.example.com' } }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ directResponse: { status: 418 } }, { directResponse: { status: 200, body: { string: 'hi' } } }),
  },
);
const extras = fc.record(
  {
    rewrite: fc.constantFrom(
      { uri: '/' },
      { uri: '/b' },
      { authority: 'x.example.com' },
      { uriRegexRewrite: { match: '^/a', rewrite: '/b' } },
    ),
    timeout: fc.constantFrom('1s', '2s'),
    fault: fc.constant({ abort: { httpStatus: 503, percentage: { value: 50 } } }),
    corsPolicy: fc.constant({ allowOrigins: [{ exact: 'https://a.example.com' }] }),
    mirror: destination,
    headers: fc.constant({ request: { set: { 'x-b': 'dev' } } }),
  },
  { requiredKeys: [] },
);
const rule = fc
  .tuple(fc.array(match, { maxLength: 2 }), action, extras)
  .map(([matches, act, more]) => ({ ...(matches.length > 0 ? { match: matches } : {}), ...act, ...('route' in act ? more : {}) }));

function virtualService(name: string) {
  const anyHosts = fc.oneof(
    fc.constant(['shop.example.com']),
    fc.constant(['*.example.com']),
    fc.constant(['admin.example.com', 'x.example.com']),
    fc.constantFrom(...services).map((service) => [service]),
  );
  return fc
    .tuple(anyHosts, fc.array(rule, { minLength: 1, maxLength: 4 }))
    .map(([own, http]) =>
      object('networking.istio.io/v1', 'VirtualService', name, { hosts: own, gateways: own[0]?.includes('.') ? ['edge'] : ['mesh'], http }),
    );
}

const operation = fc.record(
  {
    paths: fc.subarray(['/a', '/a*', '*b', '/{*}/b', '/a/{**}', '/'], { minLength: 1 }),
    notPaths: fc.subarray(['/a/b', '/b*'], { minLength: 1 }),
    methods: fc.subarray(['GET', 'POST'], { minLength: 1 }),
    hosts: fc.constant(['*.example.com']),
  },
  { requiredKeys: [] },
);
const policyRule = fc.record(
  {
    to: fc.array(
      operation.map((each) => ({ operation: each })),
      { minLength: 1, maxLength: 2 },
    ),
    from: fc.constantFrom(
      [{ source: { namespaces: ['shop'] } }],
      [{ source: { principals: ['cluster.local/ns/shop/sa/one'] } }],
      [{ source: { requestPrincipals: ['*'] } }],
      [{ source: { ipBlocks: ['10.0.0.0/8'], notIpBlocks: ['10.1.0.0/16'] } }],
      [{ source: { remoteIpBlocks: ['10.1.2.3', '192.0.2.0/24'] } }],
    ),
    when: fc.constantFrom(
      [{ key: 'request.headers[x-a]', values: ['x*'] }],
      [{ key: 'request.headers[x-b]', notValues: ['dev'] }],
      [{ key: 'request.auth.claims[role]', values: ['admin'] }],
    ),
  },
  { requiredKeys: [] },
);
const policy = fc
  .record({
    action: fc.constantFrom('ALLOW', 'DENY'),
    selector: fc.constantFrom({ app: 'one' }, { app: 'two' }),
    rules: fc.array(policyRule, { minLength: 1, maxLength: 2 }),
  })
  .map(({ action: what, selector, rules }) =>
    object('security.istio.io/v1', 'AuthorizationPolicy', 'policy', { action: what, selector: { matchLabels: selector }, rules }),
  );
const gatewayPolicy = fc
  .tuple(fc.constantFrom('ALLOW', 'DENY'), fc.array(policyRule, { minLength: 1, maxLength: 1 }))
  .map(([what, rules]) => object('security.istio.io/v1', 'AuthorizationPolicy', 'edge', { action: what, rules }, 'istio-system'));
const authentication = fc.constantFrom('one', 'two').map((app) =>
  object('security.istio.io/v1', 'RequestAuthentication', 'jwt', {
    selector: { matchLabels: { app } },
    jwtRules: [{ issuer: 'https://issuer.example.com', jwks: '{"keys":[]}' }],
  }),
);
const subsets = ['v1', 'v2'].map((name) => ({ name, labels: { version: name } }));
const destinationRule = fc
  .tuple(fc.constantFrom(...services), fc.constantFrom(['v1'], ['v1', 'v2']), fc.constantFrom(undefined, 'DISABLE', 'ISTIO_MUTUAL'))
  .map(([host, names, mode]) =>
    object('networking.istio.io/v1', 'DestinationRule', host, {
      host,
      subsets: subsets.filter(({ name }) => (names as readonly string[]).includes(name)),
      ...(mode ? { trafficPolicy: { tls: { mode } } } : {}),
    }),
  );
const peerAuthentication = fc
  .constantFrom('STRICT', 'PERMISSIVE')
  .map((mode) => object('security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode } }));

function object(apiVersion: string, kind: string, name: string, spec: object, namespace = 'shop'): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace }, spec } as KubernetesObject;
}

function pod(serviceAccountName: string) {
  return { serviceAccountName, containers: [{ name: 'a', image: 'registry.example.com/a:1' }] };
}

function ground(): KubernetesObject[] {
  const workloads = services.flatMap((app) =>
    ['v1', 'v2'].map((version) =>
      object('apps/v1', 'Deployment', `${app}-${version}`, {
        selector: { matchLabels: { app, version } },
        template: {
          metadata: { labels: { app, version } },
          spec: pod(app),
        },
      }),
    ),
  );
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  const elsewhere = [
    ['far', 'four'],
    ['near', 'five'],
  ].flatMap(([namespace = '', app = '']) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } },
    object(
      'apps/v1',
      'Deployment',
      app,
      { selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: pod(app) } },
      namespace,
    ),
  ]);
  return [
    ...elsewhere,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
    ...services.map((app) => object('v1', 'Service', app, { selector: { app }, ports })),
    ...workloads,
    object('networking.istio.io/v1', 'Gateway', 'edge', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
    }),
  ];
}

const parts = fc.record({
  first: virtualService('first'),
  second: virtualService('second'),
  third: fc.option(virtualService('third'), { nil: undefined }),
  rule: destinationRule,
  policy: fc.option(policy, { nil: undefined }),
  gatewayPolicy: fc.option(gatewayPolicy, { nil: undefined, freq: 1 }),
  authentication: fc.option(authentication, { nil: undefined, freq: 1 }),
  peer: fc.option(peerAuthentication, { nil: undefined }),
});

/** Two meshes of which one to three objects differ. */
export const meshPairs: fc.Arbitrary<MeshPair> = fc
  .tuple(
    parts,
    parts,
    fc.subarray(['first', 'second', 'third', 'rule', 'policy', 'gatewayPolicy', 'authentication', 'peer'] as const, {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([base, other, changed]) => {
    const next = { ...base, ...Object.fromEntries(changed.map((name) => [name, other[name]])) };
    const all = (from: typeof base) => [...ground(), ...Object.values(from).filter((each) => each !== undefined)];
    return { old: all(base), next: all(next) };
  });
