import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../objects.test.helper';
import { findService } from './find-service';
import type { Service } from './service';

const http = { name: 'http', port: 80, targetPort: 8080 };
const service = (name: string, spec: object = {}, more: object = {}) =>
  object('Service', name, { spec: { ports: [http], ...spec }, ...more });
const external = (name: string, hosts: readonly string[], spec: object = {}) =>
  object('ServiceEntry', name, { spec: { hosts, ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS', ...spec } });
const exported = (value: string) => ({ annotations: { 'networking.istio.io/exportTo': value } });
const whose = (found: Service | undefined) => found && `${found.registry} ${found.namespace}/${found.name}`;

function factsOf(written: KubernetesObject): object[] {
  return meshOf([written]).services.all.map(({ manifest: _manifest, visibility, ...rest }) => ({
    ...rest,
    exportTo: visibility.isPublic ? '*' : visibility.isHidden ? '~' : [...visibility.namespaces].join(),
  }));
}

test.each<[string, object, object]>([
  ['with a selector', { selector: { app: 'web' } }, { selector: { app: 'web' } }],
  ['with an empty selector', { selector: {} }, { selector: undefined }],
  ['of two addresses', { clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7', 'fd00::7'] }, { virtualAddresses: ['10.96.0.7', 'fd00::7'] }],
  ['headless', { clusterIP: 'None' }, { headless: true, hasAddress: false }],
  [
    'of another name',
    { type: 'ExternalName', externalName: 'a.example.com' },
    { externalName: 'a.example.com', isExternal: true, hasAddress: false },
  ],
  ['with a name that counts for nothing', { type: 'ClusterIP', externalName: 'a.example.com' }, {}],
  [
    'with ports',
    { ports: [{ port: 1 }, { port: 2, targetPort: '', appProtocol: 'grpc' }, { port: 3, targetPort: 'named', name: 'mongo-a' }] },
    {
      ports: [
        { name: '', number: 1, protocol: 'unsupported', targetPort: 1 },
        { name: '', number: 2, protocol: 'grpc', targetPort: 2 },
        { name: 'mongo-a', number: 3, protocol: 'mongo', targetPort: 'named' },
      ],
    },
  ],
])('a Service %s', (_, spec, differs) => {
  expect(factsOf(service('shop/web', spec))).toEqual([
    {
      registry: 'kubernetes',
      host: 'web.shop.svc.cluster.local',
      name: 'web',
      namespace: 'shop',
      ports: [{ name: 'http', number: 80, protocol: 'http', targetPort: 8080 }],
      selector: undefined,
      externalName: undefined,
      headless: false,
      isExternal: false,
      hasAddress: true,
      virtualAddresses: [],
      exportTo: '*',
      ...differs,
    },
  ]);
});

test.each([
  ['*', '*'],
  ['~', '~'],
  ['.', 'shop'],
  ['a, ., b', 'a,shop,b'],
  ['', '*'],
])('a Service exported to %j', (annotation, exportTo) => {
  expect(factsOf(service('shop/web', {}, exported(annotation)))).toMatchObject([{ exportTo }]);
});

test('a ServiceEntry is a service for each of its hosts', () => {
  const endpoints = [{ address: '10.0.0.1', labels: { a: 'b' }, ports: { tls: 8443 } }, {}];
  const shown = factsOf(
    external('shop/out', ['a.example.com', 'b.example.com'], {
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      addresses: ['10.1.0.0/16'],
      exportTo: ['.'],
      workloadSelector: { labels: { app: 'vm' } },
      endpoints,
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 }, {}],
    }),
  );
  const common = {
    registry: 'external',
    name: 'out',
    namespace: 'shop',
    ports: [
      { name: 'http', number: 80, protocol: 'http', targetPort: 8080 },
      { name: '', number: 0, protocol: 'unsupported', targetPort: 0 },
    ],
    selector: { app: 'vm' },
    headless: false,
    isExternal: false,
    hasAddress: true,
    virtualAddresses: ['10.1.0.0/16'],
    resolution: 'STATIC',
    addresses: [
      { address: '10.0.0.1', labels: { a: 'b' }, ports: { tls: 8443 } },
      { address: '', labels: {}, ports: {} },
    ],
    exportTo: 'shop',
  };
  expect(shown).toEqual([
    { ...common, host: 'a.example.com' },
    { ...common, host: 'b.example.com' },
  ]);
  expect(factsOf(object('ServiceEntry', 'shop/out', { spec: { hosts: ['a'] } }))).toMatchObject([
    { isExternal: true, hasAddress: false, resolution: 'NONE', addresses: [], ports: [], exportTo: '*' },
  ]);
});

const many = () =>
  meshOf([
    service('shop/web'),
    service('shop/hidden', {}, exported('~')),
    service('shop/own', {}, exported('.')),
    service('shop/for-a', {}, exported('a')),
    external('shop/web', ['web.shop.svc.cluster.local', 'api.example.com']),
    external('a/api', ['api.example.com'], { exportTo: ['.'] }),
    external('a/api-plain', ['api.example.com'], {
      exportTo: ['.'],
      ports: [
        { number: 80, name: 'http', protocol: 'HTTP' },
        { number: 443, name: 'again', protocol: 'TLS' },
      ],
    }),
    external('a/api-static', ['api.example.com'], {
      exportTo: ['.'],
      resolution: 'STATIC',
      ports: [{ number: 81, name: 'http', protocol: 'HTTP' }],
    }),
    external('a/api-vm', ['api.example.com'], {
      exportTo: ['.'],
      workloadSelector: { labels: { app: 'vm' } },
      ports: [{ number: 82, name: 'http', protocol: 'HTTP' }],
    }),
    external('b/any', ['*.example.com']),
    external('b/narrow', ['*.far.example.com']),
    external('b/own', ['*.own.example.com'], { exportTo: ['.'] }),
  ]);

test('which service a namespace knows by a host', () => {
  const { services } = many();
  const seen = (namespace: string, host: string) => whose(services.visibleTo(namespace, host));
  expect(seen('a', 'web.shop.svc.cluster.local')).toBe('kubernetes shop/web');
  expect(seen('a', 'hidden.shop.svc.cluster.local')).toBeUndefined();
  expect(seen('shop', 'hidden.shop.svc.cluster.local')).toBeUndefined();
  expect(seen('shop', 'own.shop.svc.cluster.local')).toBe('kubernetes shop/own');
  expect(seen('a', 'own.shop.svc.cluster.local')).toBeUndefined();
  expect(seen('a', 'for-a.shop.svc.cluster.local')).toBe('kubernetes shop/for-a');
  expect(seen('shop', 'for-a.shop.svc.cluster.local')).toBeUndefined();
  expect(seen('b', 'api.example.com')).toBe('external shop/web');
  expect(seen('a', 'api.example.com')).toBe('external a/api');
  expect(seen('a', 'none.example.com')).toBeUndefined();
  expect(seen('a', 'none.example.com')).toBeUndefined();
});

test('ServiceEntries of one namespace, resolution and selector add up their ports', () => {
  const ports = (namespace: string) =>
    many()
      .services.visibleTo(namespace, 'api.example.com')
      ?.ports.map(({ number, name }) => [number, name]);
  expect(ports('a')).toEqual([
    [443, 'tls'],
    [80, 'http'],
  ]);
  expect(ports('b')).toEqual([[443, 'tls']]);
});

test('other ways to a service', () => {
  const { services } = many();
  expect(whose(services.wildcardVisibleTo('a', 'x.example.com'))).toBe('external b/any');
  expect(whose(services.wildcardVisibleTo('a', 'x.far.example.com'))).toBe('external b/narrow');
  expect(whose(services.wildcardVisibleTo('a', 'x.own.example.com'))).toBe('external b/any');
  expect(whose(services.wildcardVisibleTo('b', 'x.own.example.com'))).toBe('external b/own');
  expect(services.wildcardVisibleTo('a', 'example.com')).toBeUndefined();
  expect(whose(services.named('web'))).toBe('kubernetes shop/web');
  expect(services.named('api')).toBeUndefined();
  expect(whose(services.inNamespace('web.shop.svc.cluster.local', 'shop'))).toBe('kubernetes shop/web');
  expect(whose(services.inNamespace('api.example.com', 'a'))).toBe('external a/api');
  expect(services.inNamespace('web.shop.svc.cluster.local', 'a')).toBeUndefined();
  expect(whose(services.ofAnotherDomain('web.shop.svc.other.domain'))).toBe('kubernetes shop/web');
  for (const host of [
    'web.shop.svc.cluster.local',
    'web.shop.svc',
    'web.shop',
    'web.shop.pod.other',
    '.shop.svc.other',
    'web..svc.other',
    'x.shop.svc.other',
  ]) {
    expect(services.ofAnotherDomain(host)).toBeUndefined();
  }
  expect([...services.hosts()]).toContain('*.far.example.com');
  expect(services.withHost('api.example.com')).toHaveLength(5);
  expect(services.withHost('nothing')).toEqual([]);
});

// [host, the namespace that names it, to whom it is exported, what it means to an analyzer]
test.each<[string, string, readonly string[], string | undefined]>([
  ['web', 'shop', [], 'kubernetes shop/web'],
  ['web', 'a', [], undefined],
  ['api.example.com', 'a', [], 'external shop/web'],
  ['own.shop.svc.cluster.local', 'shop', [], 'kubernetes shop/own'],
  ['own.shop.svc.cluster.local', 'shop', ['.'], 'kubernetes shop/own'],
  ['own.shop.svc.cluster.local', 'a', [], undefined],
  ['own.shop.svc.cluster.local', 'a', ['b', 'shop'], 'kubernetes shop/own'],
  ['for-a.shop.svc.cluster.local', 'shop', ['a'], 'kubernetes shop/for-a'],
  ['for-a.shop.svc.cluster.local', 'shop', ['.'], undefined],
  ['x.example.com', 'a', [], 'external b/any'],
  ['*.far.example.com', 'a', [], 'external b/narrow'],
  ['x.own.example.com', 'b', [], 'external b/any'],
  ['example.com', 'a', [], undefined],
])('%s in %s, exported to %j, is %s', (host, namespace, exportTo, expected) => {
  expect(whose(findService(many(), host, { namespace, exportTo }))).toBe(expected);
});

test('names as the DNS of the cluster reads them', () => {
  const { clusterNames } = meshOf([service('shop/web'), external('shop/out', ['api.example.com']), object('Namespace', 'shop')]);
  const of = (name: string, namespace: string) => whose(clusterNames.service(name, namespace));
  for (const name of ['web', 'web.shop', 'web.shop.svc', 'web.shop.svc.cluster.local', 'WEB.shop.svc.cluster.local.']) {
    expect([name, of(name, 'shop')]).toEqual([name, 'kubernetes shop/web']);
  }
  expect(of('web', 'other')).toBeUndefined();
  expect(of('api.example.com', 'shop')).toBeUndefined();
  const own = ['web', 'web.svc', 'a.shop', 'a.shop.', 'A.SHOP', 'a.b.svc', 'a.b.svc.cluster.local'];
  const others = ['[fd00::2]', 'a.other', 'a.b.c', 'a.svc.b', 'a.b.svc.other', 'api.example.com'];
  expect(own.filter((name) => clusterNames.isOfCluster(name))).toEqual(own.filter((name) => name !== 'web.svc'));
  expect(others.filter((name) => clusterNames.isOfCluster(name))).toEqual([]);
});

const named = { pod: { containers: [{ ports: [{ name: 'web', containerPort: 9000 }] }] } };

test('the ports of pods that Services lead to', () => {
  const { podPorts, workloads } = meshOf([
    service('shop/web', {
      selector: { app: 'web' },
      ports: [http, { name: 'a', port: 1, targetPort: 'web' }, { name: 'b', port: 2, targetPort: 'none' }],
    }),
    service('shop/other', { selector: { app: 'other' } }),
    service('shop/without'),
    deployment('shop/a', { app: 'web' }, named),
    deployment('shop/alone', {}),
  ]);
  const of = (name: string) => {
    const found = workloads.all.find((workload) => workload.name === name);
    return found && podPorts.of(found).map(({ service: { name: own }, port, target, protocol }) => [own, port.number, target, protocol]);
  };
  expect(of('a')).toEqual([
    ['web', 80, 8080, 'http'],
    ['web', 1, 9000, 'unsupported'],
    ['web', 2, 'none', 'unsupported'],
  ]);
  expect(of('alone')).toEqual([]);
});

test('where sidecars answer DNS, a ServiceEntry without addresses has one', () => {
  const mesh = 'defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" } }';
  const config = object('ConfigMap', 'istio-system/istio', { data: { mesh } });
  const optsOut = { labels: { 'networking.istio.io/enable-autoallocate-ip': 'false' } };
  const entries = [
    external('shop/a', ['a.example.com']),
    external('shop/b', ['*.b.example.com'], { resolution: 'NONE' }),
    object('ServiceEntry', 'shop/c', { ...optsOut, spec: { hosts: ['c.example.com'], resolution: 'DNS' } }),
  ];
  const addressed = (...more: readonly KubernetesObject[]) =>
    meshOf([...entries, ...more]).services.all.map(({ hasAddress }) => hasAddress);
  expect(addressed()).toEqual([false, false, false]);
  expect(addressed(config)).toEqual([true, false, false]);
});
