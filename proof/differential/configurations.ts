import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';

/** Routing objects over a small alphabet, in which names meet, overlap and hide each other. */
export function configurations(): Arbitrary<KubernetesObject[]> {
  return fc
    .tuple(
      named(gateway, ['ga', 'gb'], 1),
      named(virtualService, ['va', 'vb', 'vc', 'vd'], 1),
      named(destinationRule, ['da', 'db'], 0),
      named(delegate, ['sub'], 0),
    )
    .map((groups) => groups.flat());
}

const apiVersion = 'networking.istio.io/v1';
const namespaces = ['demo', 'shop', 'istio-system'] as const;
const hosts = ['a.com', 'b.com', 'x.a.com', 'y.x.a.com', '*.a.com', '*.x.a.com', '*.com', '*'] as const;
const services = [
  'user',
  'user.demo.svc.cluster.local',
  'user.shop.svc.cluster.local',
  'product.demo.svc.cluster.local',
  'multi',
  'missing',
  'user.demo',
] as const;

type Make = (name: string) => Arbitrary<KubernetesObject>;

function named(make: Make, names: readonly string[], least: number): Arbitrary<KubernetesObject[]> {
  return fc
    .subarray([...names], { minLength: least })
    .chain((chosen) => (chosen.length === 0 ? fc.constant([]) : fc.tuple(...chosen.map(make))));
}

const object = (kind: string, name: string, namespace: string, spec: object): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  spec: defined(spec),
});

/** Without the fields that were left out. */
function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function some<T>(value: Arbitrary<T>, freq = 4): Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined, freq });
}

/** The given fields now and then. */
function partly(fields: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<object> {
  return fc.record(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, some(value, 1)]))).map(defined);
}

function gateway(name: string): Arbitrary<KubernetesObject> {
  const host = fc
    .tuple(fc.constantFrom('', '', '', './', 'demo/', 'shop/', '*/'), fc.constantFrom(...hosts, 'A.com'))
    .map((parts) => parts.join(''));
  const server = fc
    .record({ number: fc.constantFrom(80, 80, 8080), hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 3 }), redirects: fc.nat(5) })
    .map(({ number, hosts: names, redirects }) =>
      defined({
        port: { number, name: `http-${number}`, protocol: 'HTTP' },
        hosts: names,
        tls: redirects === 0 ? { httpsRedirect: true } : undefined,
      }),
    );
  const selector = fc.constantFrom({ istio: 'ingressgateway' }, { istio: 'ingressgateway' }, undefined, { istio: 'other' });
  return fc
    .tuple(fc.constantFrom(...namespaces), fc.array(server, { minLength: 1, maxLength: 2 }), selector)
    .map(([namespace, servers, chosen]) =>
      object('Gateway', name, namespace, {
        selector: chosen,
        servers: servers.map((each, index) => ({ ...each, port: { ...each.port, name: `p${index}` } })),
      }),
    );
}

const references = ['istio-system/ga', 'demo/ga', 'shop/ga', 'istio-system/gb', 'demo/gb', 'shop/gb', 'ga', 'gb', 'mesh'] as const;
const exportTo = fc.constantFrom(undefined, undefined, undefined, ['*'], ['.'], ['istio-system'], ['demo', 'istio-system']);

function virtualService(name: string): Arbitrary<KubernetesObject> {
  const spec = fc.record({
    hosts: fc.uniqueArray(fc.constantFrom(...hosts, 'X.a.com'), { minLength: 1, maxLength: 2 }),
    gateways: fc.uniqueArray(fc.constantFrom(...references), { minLength: 1, maxLength: 6 }),
    exportTo,
    http: fc.array(fc.oneof({ weight: 9, arbitrary: rule() }, { weight: 1, arbitrary: delegation() }), { minLength: 1, maxLength: 3 }),
  });
  return fc.tuple(fc.constantFrom(...namespaces), spec).map(([namespace, fields]) => object('VirtualService', name, namespace, fields));
}

function delegate(name: string): Arbitrary<KubernetesObject> {
  return fc
    .tuple(fc.constantFrom('demo', 'shop'), exportTo, fc.array(rule(), { minLength: 1, maxLength: 2 }))
    .map(([namespace, visible, http]) => object('VirtualService', name, namespace, { exportTo: visible, http }));
}

function delegation(): Arbitrary<object> {
  return fc
    .tuple(some(fc.array(match(), { minLength: 1, maxLength: 2 })), fc.constantFrom('demo', 'shop'))
    .map(([matches, namespace]) => defined({ match: matches, delegate: { name: 'sub', namespace } }));
}

function rule(): Arbitrary<object> {
  const matches = some(fc.array(match(), { minLength: 1, maxLength: 2 }), 6);
  return fc
    .tuple(
      matches,
      fc.oneof({ weight: 7, arbitrary: forwarding() }, { weight: 2, arbitrary: redirecting() }, { weight: 1, arbitrary: answering() }),
    )
    .map(([list, action]) => defined({ match: list, ...action }));
}

const text = (values: readonly string[], regexes: readonly string[]): Arbitrary<object> =>
  fc.oneof(
    fc.constantFrom(...values).map((exact) => ({ exact })),
    fc.constantFrom(...values).map((value) => ({ prefix: value.slice(0, 3) || '/' })),
    fc.constantFrom(...regexes).map((regex) => ({ regex })),
  );

function match(): Arbitrary<object> {
  const uri = text(['/', '/user', '/user/', '/api/v1', '/USER'], ['/user(/.*)?', '.*', '/[a-z]+', '(?i)/USER.*']);
  const value = fc.oneof(
    { weight: 5, arbitrary: text(['dev', 'prod', 'd'], ['d.*', '[a-z]+', '*']) },
    { weight: 1, arbitrary: fc.constant({}) },
  );
  return fc
    .tuple(
      some(uri, 8),
      partly({
        ignoreUriCase: fc.constant(true),
        headers: fc.dictionary(fc.constantFrom('mode', 'X-Env'), value, { minKeys: 1, maxKeys: 2 }),
        withoutHeaders: fc.dictionary(fc.constantFrom('mode', 'x-env'), value, { minKeys: 1, maxKeys: 1 }),
        queryParams: fc.dictionary(fc.constantFrom('q', 'v'), value, { minKeys: 1, maxKeys: 1 }),
        method: text(['GET', 'POST'], ['G.*', 'GET|POST']),
        authority: text(['a.com', 'x.a.com'], ['.*a.com']),
        port: fc.constantFrom(80, 80, 8080),
        gateways: fc.uniqueArray(fc.constantFrom(...references), { minLength: 1, maxLength: 3 }),
        sourceLabels: fc.constantFrom({ istio: 'ingressgateway' }, { app: 'x' }),
        sourceNamespace: fc.constantFrom('istio-system', 'demo'),
      }).map((fields) => Object.fromEntries(Object.entries(fields).slice(0, 2))),
    )
    .map(([path, fields]) => defined({ uri: path, ...fields }));
}

function forwarding(): Arbitrary<object> {
  const destination = fc
    .record({
      host: fc.constantFrom(...services),
      subset: some(fc.constantFrom('v1', 'v2', 'v9'), 1),
      port: some(fc.constantFrom({ number: 8000 }, { number: 80 }, { number: 8080 }, { number: 9090 }), 2),
    })
    .map(defined);
  const weights = fc
    .array(fc.tuple(destination, fc.constantFrom(0, 1, 50, 90)), { minLength: 2, maxLength: 3 })
    .map((list) => list.map(([to, weight], index) => ({ destination: to, weight: index === 0 ? weight || 10 : weight })));
  const route = fc.oneof(
    { weight: 3, arbitrary: destination.map((to): object[] => [{ destination: to }]) },
    { weight: 1, arbitrary: weights },
  );
  return fc.tuple(route, partly({ rewrite: rewriting(), fault: fault() })).map(([list, more]) => ({ route: list, ...more }));
}

function rewriting(): Arbitrary<object> {
  const path = fc.oneof(
    fc.constantFrom('/', '/v1', '/v1/', 'x').map((uri) => ({ uri })),
    fc
      .constantFrom({ match: '/user/?(.*)', rewrite: '/\\1' }, { match: 'a', rewrite: 'b' }, { match: 'x*', rewrite: '-' })
      .map((uriRegexRewrite) => ({ uriRegexRewrite })),
  );
  return fc.tuple(path, some(fc.constantFrom('b.com', 'internal'), 1)).map(([fields, authority]) => defined({ ...fields, authority }));
}

function fault(): Arbitrary<object> {
  return fc
    .tuple(fc.constantFrom(418, 503), fc.constantFrom({ value: 100 }, undefined, {}, { value: 0 }))
    .map(([httpStatus, percentage]) => ({ abort: defined({ httpStatus, percentage }) }));
}

function redirecting(): Arbitrary<object> {
  return partly({
    uri: fc.constantFrom('/new', '/new?z=1', 'new'),
    authority: fc.constantFrom('n.com', 'n.com:81'),
    scheme: fc.constantFrom('http', 'https'),
    port: fc.constantFrom(80, 443, 8443),
    redirectCode: fc.constantFrom(301, 302, 303, 307, 308),
  }).map((redirect) => ({ redirect: Object.keys(redirect).length === 0 ? { uri: '/new' } : redirect }));
}

function answering(): Arbitrary<object> {
  return fc.constantFrom(200, 404, 418, 503).map((status) => ({ directResponse: { status, body: { string: 'direct' } } }));
}

function destinationRule(name: string): Arbitrary<KubernetesObject> {
  const subset = fc.constantFrom(
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' } },
    { name: 'v9', labels: { version: 'v9' } },
  );
  const spec = fc.record({
    host: fc.constantFrom('user', 'user.demo.svc.cluster.local', '*.demo.svc.cluster.local', 'product.demo.svc.cluster.local'),
    exportTo,
    subsets: some(fc.uniqueArray(subset, { minLength: 1, maxLength: 3, selector: (each) => each.name }), 8),
    trafficPolicy: some(fc.constant({ loadBalancer: { simple: 'RANDOM' } }), 1),
  });
  return fc.tuple(fc.constantFrom(...namespaces), spec).map(([namespace, fields]) => object('DestinationRule', name, namespace, fields));
}
