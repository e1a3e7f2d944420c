import { meshOf, object } from '../objects.test.helper';
import { type Asker, calledNames, serviceDomains } from './service-domains';
import { SidecarScope } from './sidecar-scope';

const http = { name: 'http', port: 80 };
const service = (name: string, ports: readonly object[] = [http], annotations?: Readonly<Record<string, string>>) =>
  object('Service', name, { spec: { ports }, annotations });
const external = (name: string, hosts: readonly string[], exportTo?: readonly string[]) =>
  object('ServiceEntry', name, { spec: { hosts, exportTo, ports: [http], resolution: 'DNS' } });
const routes = (name: string, hosts: readonly string[], http: readonly object[] = [], more: object = {}) =>
  object('VirtualService', name, { spec: { hosts, http, ...more } });
const to = (host: string, port?: number) => ({ destination: { host, ...(port ? { port: { number: port } } : {}) } });
const sidecar = (egress: readonly object[], more: object = {}, name = 'shop/own') => object('Sidecar', name, { spec: { egress, ...more } });

const world = [
  service('shop/web'),
  service('shop/two', [http, { name: 'tcp', port: 90 }]),
  service('other/api'),
  service('other/hidden', [http], { 'networking.istio.io/exportTo': '.' }),
  external('far/out', ['api.example.com', 'www.example.com']),
];

function scopeOf(objects: readonly ReturnType<typeof object>[], namespace = 'shop'): SidecarScope {
  const mesh = meshOf([...world, ...objects]);
  return new SidecarScope(mesh, namespace, mesh.sidecars.of(namespace, {}));
}

const shortened = (host: string) => host.replace('.svc.cluster.local', '');
const seen = (scope: SidecarScope) => scope.listeners.map(({ services }) => [...services.keys()].map(shortened).sort().join(' '));
const all = 'api.example.com api.other two.shop web.shop www.example.com';

// [hosts of one egress listener, what is imported]
test.each([
  [['*/*'], all],
  [['./*'], 'two.shop web.shop'],
  [['shop/*'], 'two.shop web.shop'],
  [['other/*'], 'api.other'],
  [['./web.shop.svc.cluster.local'], 'web.shop'],
  [['other/web.shop.svc.cluster.local'], ''],
  [['*/*.example.com'], 'api.example.com www.example.com'],
  [['far/*.example.com', './*'], 'api.example.com two.shop web.shop www.example.com'],
  [['*/*', '~far/*'], 'api.other two.shop web.shop'],
  [['*/*', '~*/*.example.com'], 'api.other two.shop web.shop'],
  [['*/*', '~/www.example.com'], 'api.example.com api.other two.shop web.shop'],
  [['*/*', '~./*'], 'api.example.com api.other www.example.com'],
  [['~/*'], ''],
  [['~./*'], ''],
  [['*'], ''],
  [['*/*/*'], ''],
  [[], ''],
])('egress to %j sees %j', (hosts, expected) => {
  expect(seen(scopeOf([sidecar([{ hosts }])]))).toEqual([expected]);
});

test('without a Sidecar, or without egress in it, everything exported is seen', () => {
  expect(seen(scopeOf([]))).toEqual([all]);
  expect(seen(scopeOf([sidecar([])]))).toEqual([all]);
  expect(seen(scopeOf([], 'other'))).toEqual([all.replace('api.other', 'api.other hidden.other')]);
  expect(scopeOf([]).service('web.shop.svc.cluster.local')?.name).toBe('web');
  expect(scopeOf([]).service('hidden.other.svc.cluster.local')).toBeUndefined();
});

test('which Sidecar holds for a client', () => {
  const mesh = meshOf([
    sidecar([], {}, 'shop/b-wide'),
    sidecar([], {}, 'shop/a-wide'),
    sidecar([], { workloadSelector: { labels: { app: 'web' } } }, 'shop/web'),
    sidecar([], { workloadSelector: {} }, 'empty/any'),
    sidecar([], {}, 'istio-system/root'),
    sidecar([], { workloadSelector: { labels: { app: 'all' } } }, 'istio-system/selecting'),
  ]);
  const of = (namespace: string, labels = {}) => mesh.sidecars.of(namespace, labels)?.name;
  expect(of('shop')).toBe('shop/a-wide');
  expect(of('shop', { app: 'web' })).toBe('shop/web');
  expect(of('shop', { app: 'other' })).toBe('shop/a-wide');
  expect(of('empty')).toBe('empty/any');
  expect(of('nowhere', { app: 'all' })).toBe('istio-system/root');
  expect(of('istio-system', { app: 'all' })).toBe('istio-system/selecting');
  expect(meshOf([sidecar([])]).sidecars.of('other', {})).toBeUndefined();
});

// [mode of the Sidecar, mode of the mesh, may calls go anywhere]
test.each([
  [undefined, 'ALLOW_ANY', true],
  [undefined, 'REGISTRY_ONLY', false],
  ['REGISTRY_ONLY', 'ALLOW_ANY', false],
  ['ALLOW_ANY', 'REGISTRY_ONLY', true],
] as const)('outbound traffic: %s in a mesh with %s', (mode, outboundTrafficPolicy, expected) => {
  const mesh = meshOf([sidecar([], mode ? { outboundTrafficPolicy: { mode } } : {})], { outboundTrafficPolicy });
  expect(new SidecarScope(mesh, 'shop', mesh.sidecars.of('shop', {})).allowsAny).toBe(expected);
});

describe('listeners for ports', () => {
  const listener = (number: number, protocol: string, hosts: readonly string[]) => ({ port: { number, protocol, name: 'p' }, hosts });
  const scope = scopeOf([
    sidecar([
      listener(80, 'HTTP', ['./*']),
      listener(90, 'TCP', ['*/*']),
      listener(3128, 'HTTP_PROXY', ['far/*']),
      listener(81, 'HTTP', ['./*']),
      { hosts: ['other/*'] },
      listener(8443, 'HTTP', ['*/*']),
    ]),
  ]);

  test('a listener with a port imports what has it, an HTTP proxy everything', () => {
    expect(seen(scope)).toEqual(['two.shop web.shop', 'two.shop', 'api.example.com www.example.com', '', 'api.other', '']);
    expect(scope.listeners.map(({ port, isHttpProxy, speaksHttp }) => [port, isHttpProxy, speaksHttp])).toEqual([
      [80, false, true],
      [90, false, false],
      [3128, true, true],
      [81, false, true],
      [undefined, false, false],
      [8443, false, true],
    ]);
    expect(scope.listeners[0]?.services.get('two.shop.svc.cluster.local')?.ports.map(({ number }) => number)).toEqual([80]);
  });

  test('what several listeners import has the ports of all', () => {
    expect(scope.service('two.shop.svc.cluster.local')?.ports.map(({ number }) => number)).toEqual([80, 90]);
  });

  test('the listener of a port is the one that names it, else the one that names none', () => {
    expect([80, 90, 3128, 8443, 12].map((port) => scope.listeners.indexOf(scope.listenerFor(port) as never))).toEqual([0, 1, 2, 4, 4]);
    expect(scopeOf([sidecar([listener(80, 'HTTP', ['./*'])])]).listenerFor(81)).toBeUndefined();
  });

  test('which ports have a listener for HTTP', () => {
    expect([80, 90, 3128, 81, 8443, 12, 80].map((port) => scope.opensHttp(port))).toEqual([true, false, true, false, false, false, true]);
    const open = scopeOf([]);
    expect([80, 90, 81].map((port) => open.opensHttp(port))).toEqual([true, false, false]);
  });
});

test('a host of several namespaces is the client’s own, else that of a Kubernetes Service, else that of the first', () => {
  const host = 'api.other.svc.cluster.local';
  const owner = (objects: readonly ReturnType<typeof object>[], namespace: string) => {
    const mesh = meshOf([...objects]);
    const found = new SidecarScope(mesh, namespace, undefined).listeners[0]?.services.get(host);
    return found && `${found.namespace}/${found.name}`;
  };
  const entries = [external('a/first', [host]), external('b/second', [host]), external('c/named', [host], ['.', 'd'])];
  expect(owner(entries, 'x')).toBe('a/first');
  expect(owner(entries, 'b')).toBe('b/second');
  expect(owner(entries, 'd')).toBe('c/named');
  expect(owner(entries, 'c')).toBe('c/named');
  expect(owner([...entries, service('other/api')], 'x')).toBe('other/api');
  expect(owner([...entries, service('other/api')], 'a')).toBe('a/first');
  expect(owner([service('other/api'), external('z/later', [host])], 'x')).toBe('other/api');
});

describe('VirtualServices bring their destinations', () => {
  const known = (spec: readonly object[], more: object = {}, egress: readonly object[] = [{ hosts: ['./web.shop.svc.cluster.local'] }]) => {
    const scope = scopeOf([sidecar(egress), routes('shop/web', ['web.shop.svc.cluster.local'], spec, more)]);
    return ['two.shop', 'api.other'].flatMap((name) => {
      const found = scope.service(`${name}.svc.cluster.local`);
      return found ? [`${name}:${found.ports.map(({ number }) => number)}`] : [];
    });
  };

  test.each<[string, readonly object[], object, readonly string[]]>([
    ['a route', [{ route: [to('two')] }], {}, ['two.shop:80,90']],
    ['a route to a port', [{ route: [to('two', 90)] }], {}, ['two.shop:90']],
    ['routes to each port', [{ route: [to('two', 90), to('two', 80)] }], {}, ['two.shop:80,90']],
    ['a route to no such port', [{ route: [to('two', 91)] }], {}, []],
    ['a mirror', [{ mirror: to('two').destination }], {}, ['two.shop:80,90']],
    ['mirrors', [{ mirrors: [to('two', 80), to('api.other.svc.cluster.local')] }], {}, ['two.shop:80', 'api.other:80']],
    ['tcp', [], { tcp: [{ route: [to('two', 90)] }] }, ['two.shop:90']],
    ['tls', [], { tls: [{ route: [to('two', 90)] }] }, ['two.shop:90']],
    ['for another namespace', [{ match: [{ sourceNamespace: 'x' }], route: [to('two')] }], {}, []],
    [
      'for this namespace',
      [{ match: [{ sourceNamespace: 'x' }, { sourceNamespace: 'shop' }], route: [to('two')] }],
      {},
      ['two.shop:80,90'],
    ],
    ['for another and all', [{ match: [{ sourceNamespace: 'x' }, {}], route: [to('two')] }], {}, ['two.shop:80,90']],
    ['for all', [{ match: [{}], route: [to('two')] }], {}, ['two.shop:80,90']],
    ['of a gateway', [{ route: [to('two')] }], { gateways: ['edge'] }, []],
    ['of a host that is not imported', [], {}, []],
  ])('%s', (_, spec, more, expected) => {
    expect(known(spec, more)).toEqual(expected);
  });

  test('a listener with a port brings that port alone, an HTTP proxy what is asked', () => {
    const egress = (protocol: string) => [{ port: { number: 80, protocol, name: 'p' }, hosts: ['./web.shop.svc.cluster.local'] }];
    expect(known([{ route: [to('two', 90)] }], {}, egress('HTTP'))).toEqual(['two.shop:80']);
    expect(known([{ route: [to('two', 90)] }], {}, egress('HTTP_PROXY'))).toEqual(['two.shop:90']);
  });

  // [egress host, host of a VirtualService in `far`, is it imported]
  test.each([
    ['*/a.example.com', 'a.example.com', true],
    ['*/a.example.com', '*.example.com', true],
    ['*/*.example.com', 'a.example.com', true],
    ['*/a.example.com', 'b.example.com', false],
    ['*/a.example.com', '*.example.org', false],
    ['far/a.example.com', 'a.example.com', true],
    ['shop/a.example.com', 'a.example.com', false],
  ])('egress to %s takes the VirtualService of %s: %s', (entry, host, expected) => {
    const [listener] = scopeOf([sidecar([{ hosts: [entry] }]), routes('far/r', [host])]).listeners;
    expect(listener?.virtualServices.length).toBe(expected ? 1 : 0);
    const excluding = scopeOf([sidecar([{ hosts: ['*/*', `~${entry}`] }]), routes('far/r', [host])]).listeners[0];
    expect(excluding?.virtualServices.length).toBe(expected && host === 'a.example.com' ? 0 : 1);
  });
});

describe('names of services', () => {
  const asker: Asker = { namespace: 'shop', domain: 'cluster.local' };
  const domains = (spec: object, from = asker) => {
    const [first] = meshOf([object('Service', 'shop/web', { spec })]).services.all;
    return first && serviceDomains(first, from, ['alias.example.com']);
  };
  const full = 'web.shop.svc.cluster.local';
  const alias = ['alias.example.com', 'alias.example.com.'];

  test('in its own namespace, in another, and of a headless one', () => {
    expect(domains({})).toEqual([full, `${full}.`, 'web.shop', 'web.shop.svc', 'web', ...alias]);
    expect(domains({}, { ...asker, namespace: 'other' })).toEqual([full, `${full}.`, 'web.shop', 'web.shop.svc', ...alias]);
    expect(domains({}, { ...asker, domain: 'other.domain' })).toEqual([full, `${full}.`, ...alias]);
    const plain = domains({}) ?? [];
    expect(domains({ clusterIP: 'None' })).toEqual([...plain, ...plain.map((domain) => `*.${domain}`)]);
  });

  test('of a ServiceEntry', () => {
    const of = (host: string) => meshOf([external('shop/e', [host])]).services.all.flatMap((service) => serviceDomains(service, asker));
    expect(of('a.example.com')).toEqual(['a.example.com', 'a.example.com.']);
    expect(of('a.b.c.svc.cluster.local')).toEqual(['a.b.c.svc.cluster.local', 'a.b.c.svc.cluster.local.']);
    expect(of('a.svc.cluster.local')).toEqual(['a.svc.cluster.local', 'a.svc.cluster.local.']);
  });

  test('that a client may mean', () => {
    expect(calledNames('WEB.', asker)).toEqual(['web', 'web.shop.svc.cluster.local', 'web.svc.cluster.local', 'web.cluster.local']);
  });
});
