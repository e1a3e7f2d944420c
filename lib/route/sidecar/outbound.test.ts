import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../../mesh/objects.test.helper';
import { request } from '../request/request';
import { explain } from '../router';
import { routerOf } from '../router-of';

const pod = { pod: { containers: [{ name: 'a', image: 'a' }] } };
const service = (name: string, ports: readonly object[], spec: object = {}) =>
  object('Service', name, { spec: { clusterIP: '10.0.0.1', selector: { app: name.split('/')[1] }, ports, ...spec } });
const entry = (name: string, hosts: readonly string[], ports: readonly object[], spec: object = {}) =>
  object('ServiceEntry', name, { spec: { hosts, ports, resolution: 'DNS', ...spec } });
const routes = (name: string, hosts: readonly string[], spec: object) => object('VirtualService', name, { spec: { hosts, ...spec } });
const to = (host: string, number?: number) => [{ destination: { host, ...(number ? { port: { number } } : {}) } }];
const http = [{ name: 'http', port: 80, targetPort: 8080 }];
const tcp = [{ name: 'tcp', port: 9000, targetPort: 9000 }];
const https = [{ name: 'https', port: 443, targetPort: 8443 }];

/** A caller with a sidecar; an HTTP service, one of bytes, one of TLS, and one whose protocol is sniffed. */
const world = [
  object('Namespace', 'shop', { labels: { 'istio-injection': 'enabled' } }),
  deployment('shop/caller', { app: 'caller', v: '1' }, pod),
  ...[
    ['web', http],
    ['other', http],
    ['bytes', tcp],
    ['more', tcp],
    ['safe', https],
    ['other-safe', https],
    ['sniffed', [{ port: 80, targetPort: 1 }]],
    ['two', [...http, ...tcp]],
  ].flatMap(([name, ports]) => [service(`shop/${name}`, ports as object[]), deployment(`shop/${name}`, { app: `${name}` }, pod)]),
];

/** What becomes of requests of the caller, one a line. */
function answers(objects: readonly KubernetesObject[], urls: readonly string[], options: object = {}): string {
  const mesh = meshOf([...world, ...objects], { complete: true, ...options });
  const caller = mesh.workloads.all.find(({ name }) => name === 'caller');
  if (!caller) throw new Error('no caller');
  const router = routerOf(mesh, caller);
  const lines = urls.map((url) => {
    const { status, reason, destinations, route, connection, path, undecided, assumed } = router.route(request(url));
    const places = destinations.map(({ cluster: { host, port, subset, passthrough }, share }) =>
      [`${host}:${port}`, subset, passthrough && 'as it was', share < 1 && `${share * 100} %`].filter(Boolean).join(' '),
    );
    const rule = route ? `rule ${route.rule.index}` : connection?.virtualService && `${connection.kind} ${connection.index}`;
    return [`${url}: ${status}`, reason, places.join(' + '), rule, path !== '/' && path, ...undecided, ...assumed]
      .filter(Boolean)
      .join(', ');
  });
  return lines.join('\n');
}

const every = [
  'http://web/',
  'http://web:81/',
  'http://bytes:9000/',
  'https://safe/',
  'http://sniffed/',
  'https://sniffed:80/',
  'http://two/',
  'http://two:9000/',
  'http://none/',
  'http://none.shop/',
  'http://api.example.com/',
  'http://api.example.com:9000/',
  'https://api.example.com/',
];
const tlsRule = (match: object, host = 'other-safe') => routes('shop/v', ['safe'], { tls: [{ match: [match], route: to(host) }] });
const tcpRule = (match: object | undefined) =>
  routes('shop/v', ['bytes'], { tcp: [{ ...(match ? { match: [match] } : {}), route: to('more') }] });
const ofSafe = { sniHosts: ['safe'] };
const tlsPort = [{ name: 'tls', number: 443, protocol: 'TLS' }];
const httpPort = [{ name: 'http', number: 80, protocol: 'HTTP' }];
const sidecar = (egress: readonly object[], more: object = {}) => object('Sidecar', 'shop/s', { spec: { egress, ...more } });

test.each<[string, readonly KubernetesObject[], readonly string[]]>([
  ['nothing beside the services', [], every],
  ['nothing but the registry', [sidecar([], { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })], every],
  ['a Sidecar that imports one service', [sidecar([{ hosts: ['./web.shop.svc.cluster.local'] }])], every],
  [
    'a Sidecar that imports one service, and nothing else',
    [sidecar([{ hosts: ['./web.shop.svc.cluster.local'] }], { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })],
    every,
  ],
  ['a Sidecar for one port', [sidecar([{ port: { number: 80, protocol: 'HTTP', name: 'p' }, hosts: ['./*'] }])], every],
  ['a rule for a server name', [tlsRule(ofSafe)], ['https://safe/', 'https://other-safe/']],
  ['a rule for any server name', [tlsRule({ sniHosts: ['*'] })], ['https://safe/']],
  ['a rule for another server name', [tlsRule({ sniHosts: ['other'] })], ['https://safe/']],
  [
    'a rule for server names below another',
    [
      routes('shop/v', ['*.safe.shop.svc.cluster.local', 'safe'], {
        tls: [{ match: [{ sniHosts: ['*.shop'] }], route: to('other-safe') }],
      }),
    ],
    ['https://safe.shop/', 'https://safe/'],
  ],
  ['a rule for a server name at a port', [tlsRule({ ...ofSafe, port: 443 })], ['https://safe/']],
  ['a rule for a server name at another port', [tlsRule({ ...ofSafe, port: 444 })], ['https://safe/']],
  ['a rule for a server name of these callers', [tlsRule({ ...ofSafe, sourceLabels: { v: '1' } })], ['https://safe/']],
  ['a rule for a server name of other callers', [tlsRule({ ...ofSafe, sourceLabels: { v: '2' } })], ['https://safe/']],
  ['a rule for a server name of this namespace', [tlsRule({ ...ofSafe, sourceNamespace: 'shop' })], ['https://safe/']],
  ['a rule for a server name of another namespace', [tlsRule({ ...ofSafe, sourceNamespace: 'x' })], ['https://safe/']],
  ['a rule for a server name at a gateway', [tlsRule({ ...ofSafe, gateways: ['edge'] })], ['https://safe/']],
  [
    'a rule for a server name of gateways and the mesh',
    [
      routes('shop/v', ['safe'], {
        gateways: ['edge', 'mesh'],
        tls: [{ match: [{ ...ofSafe, gateways: ['mesh'] }], route: to('other-safe') }],
      }),
    ],
    ['https://safe/'],
  ],
  [
    'the second of two rules',
    [
      routes('shop/v', ['safe'], {
        tls: [
          { match: [{ sniHosts: ['x'] }], route: to('web', 80) },
          { match: [{ sniHosts: ['y'] }, ofSafe], route: to('other-safe') },
        ],
      }),
    ],
    ['https://safe/'],
  ],
  ['a rule for bytes', [tcpRule(undefined)], ['http://bytes:9000/', 'http://more:9000/']],
  ['a rule for bytes at a port', [tcpRule({ port: 9000 })], ['http://bytes:9000/']],
  ['a rule for bytes at another port', [tcpRule({ port: 9001 })], ['http://bytes:9000/']],
  ['a rule for bytes to addresses', [tcpRule({ destinationSubnets: ['10.0.0.0/8'] })], ['http://bytes:9000/']],
  ['a rule for bytes of other callers', [tcpRule({ sourceLabels: { v: '2' } })], ['http://bytes:9000/']],
  ['a rule for bytes without a route', [routes('shop/v', ['bytes'], { tcp: [{ route: [] }] })], ['http://bytes:9000/']],
  [
    'a rule for bytes by weight',
    [
      routes('shop/v', ['bytes'], {
        tcp: [
          {
            route: [
              { ...to('more')[0], weight: 30 },
              { ...to('bytes')[0], weight: 70 },
            ],
          },
        ],
      }),
    ],
    ['http://bytes:9000/'],
  ],
  [
    'HTTP rules for a service whose protocol is sniffed',
    [
      routes('shop/v', ['sniffed'], {
        http: [{ match: [{ uri: { prefix: '/a' } }], rewrite: { uri: '/b' }, route: to('web') }, { route: to('sniffed') }],
      }),
    ],
    ['http://sniffed/', 'http://sniffed/a'],
  ],
  [
    'a wildcard of TLS',
    [entry('shop/e', ['*.example.com'], tlsPort), entry('shop/f', ['*.a.example.com'], tlsPort)],
    ['https://x.example.com/', 'https://x.a.example.com/', 'https://example.com/', 'http://x.example.com/', 'https://x.example.com:444/'],
  ],
  [
    'a wildcard of HTTP',
    [entry('shop/e', ['*.example.com'], httpPort)],
    ['http://x.example.com/', 'https://x.example.com:80/', 'http://example.com/'],
  ],
  [
    'an external host of bytes without an address',
    [entry('shop/e', ['a.example.com'], [{ name: 'tcp', number: 80, protocol: 'TCP' }])],
    ['http://a.example.com/', 'https://a.example.com:80/'],
  ],
  [
    'an external host of bytes with an address',
    [entry('shop/e', ['a.example.com'], [{ name: 'tcp', number: 80, protocol: 'TCP' }], { addresses: ['10.9.9.9'] })],
    ['http://a.example.com/'],
  ],
  [
    'an external host of bytes at a port without HTTP',
    [entry('shop/e', ['a.example.com'], [{ name: 'tcp', number: 7000, protocol: 'TCP' }])],
    ['http://a.example.com:7000/'],
  ],
  [
    'rules for hosts that are no services',
    [routes('shop/v', ['v.example.com', '*.v.example.com'], { http: [{ route: to('web') }] })],
    ['http://v.example.com/', 'http://x.v.example.com/', 'http://v.example.com:9000/', 'http://v.example.com:81/'],
  ],
  [
    'a wildcard over services',
    [routes('shop/v', ['*.shop.svc.cluster.local'], { http: [{ rewrite: { uri: '/wild' }, route: to('other') }] })],
    ['http://web/', 'http://other/', 'http://two/', 'http://bytes:9000/'],
  ],
  [
    'a wildcard over services, and one of them by name',
    [
      routes('shop/v', ['*.shop.svc.cluster.local'], { http: [{ rewrite: { uri: '/wild' }, route: to('other') }] }),
      routes('shop/w', ['web'], { http: [{ rewrite: { uri: '/own' }, route: to('web') }] }),
    ],
    ['http://web/', 'http://other/'],
  ],
  [
    'two wildcards',
    [
      routes('shop/a', ['*.local'], { http: [{ rewrite: { uri: '/wide' }, route: to('other') }] }),
      routes('shop/b', ['*.shop.svc.cluster.local'], { http: [{ rewrite: { uri: '/narrow' }, route: to('other') }] }),
    ],
    ['http://web/'],
  ],
  [
    'two for one host',
    [
      routes('shop/a', ['web'], { http: [{ rewrite: { uri: '/first' }, route: to('web') }] }),
      routes('shop/b', ['web'], { http: [{ rewrite: { uri: '/second' }, route: to('web') }] }),
    ],
    ['http://web/'],
  ],
  [
    'rules for HTTP of a service of bytes',
    [routes('shop/v', ['bytes'], { http: [{ rewrite: { uri: '/x' }, route: to('web') }] })],
    ['http://bytes:9000/'],
  ],
  [
    'another name',
    [service('shop/alias', http, { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local', selector: undefined })],
    ['http://alias/', 'http://web/'],
  ],
  [
    'another name outside',
    [
      service('shop/alias', http, { type: 'ExternalName', externalName: 'a.example.com', selector: undefined }),
      entry('shop/e', ['a.example.com'], httpPort),
    ],
    ['http://alias/', 'http://a.example.com/'],
  ],
])('%s', (_, objects, urls) => {
  expect(answers(objects, urls)).toMatchSnapshot();
});

const cidr = entry('shop/e', ['db.example.com'], [{ name: 'tcp', number: 7000, protocol: 'TCP' }], {
  addresses: ['10.9.0.0/16', 'fd00::1'],
  resolution: 'NONE',
});
const far = [
  object('Namespace', 'far', { labels: { 'istio-injection': 'enabled' } }),
  service('far/web', [...http, { name: 'b', port: 81 }]),
  deployment('far/web', { app: 'web' }, pod),
  service('far/only', http),
  deployment('far/only', { app: 'only' }, pod),
];
const httpRoute = (name: string, parent: string, more: object = {}) =>
  object('HTTPRoute', name, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    spec: {
      parentRefs: [{ group: '', kind: 'Service', name: parent, ...more }],
      rules: [
        {
          filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a', value: 'b' }] } }],
          backendRefs: [{ name: 'web', port: 80 }],
        },
      ],
    },
  });
const wasm = object('EnvoyFilter', 'shop/f', {
  apiVersion: 'networking.istio.io/v1alpha3',
  spec: { configPatches: [{ applyTo: 'HTTP_FILTER', match: { context: 'SIDECAR_OUTBOUND' }, patch: { operation: 'ADD', value: {} } }] },
});

test.each<[string, readonly KubernetesObject[], readonly string[]]>([
  [
    'names',
    far,
    [
      'http://WEB/',
      'http://web.shop/',
      'http://web.shop.svc/',
      'http://web.shop.svc.cluster.local/',
      'http://web.far/',
      'http://web.far:81/',
      'http://only/',
      'http://only.far/',
      'http://web.shop.svc.cluster/',
    ],
  ],
  [
    'addresses',
    [cidr],
    [
      'http://10.9.1.2:7000/',
      'http://10.8.1.2:7000/',
      'http://[fd00::1]:7000/',
      'http://[fd00::2]:7000/',
      'http://10.9.1.2:7001/',
      'http://10.0.0.1/',
      'http://db.example.com:7000/',
    ],
  ],
  [
    'addresses, and nothing but the registry',
    [cidr, sidecar([{ hosts: ['*/*'] }], { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })],
    ['http://10.9.1.2:7000/', 'http://10.8.1.2:7000/', 'https://10.8.1.2:7000/', 'http://10.8.1.2/'],
  ],
  [
    'pods of a Service without an address',
    [
      service('shop/web', http, { clusterIP: 'None' }),
      object('StatefulSet', 'shop/db', {
        apiVersion: 'apps/v1',
        spec: {
          serviceName: 'web',
          replicas: 2,
          template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'a' }] } },
        },
      }),
    ],
    ['http://db-0.web/', 'http://db-0.web.shop/', 'http://db-0.web:81/', 'http://web/'],
  ],
  [
    'odd requests',
    [],
    [
      'http://web/%00',
      'http://bytes:9000/%00',
      'http://api.example.com/%00',
      'http://web/a/../b',
      'http://bytes:9000/a/../b',
      'http://api.example.com/a/../b',
      'http://api.example.com:9000/a/../b',
      'https://web:80/',
      'https://two:80/',
    ],
  ],
  [
    'another name, not imported',
    [
      service('shop/alias', http, { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local', selector: undefined }),
      sidecar([{ hosts: ['./other.shop.svc.cluster.local'] }]),
    ],
    ['http://alias/', 'http://alias:81/', 'http://web/'],
  ],
  [
    'another name outside, not imported',
    [
      service('shop/alias', http, { type: 'ExternalName', externalName: 'a.example.com', selector: undefined }),
      sidecar([{ hosts: ['./other.shop.svc.cluster.local'] }]),
    ],
    ['http://alias/'],
  ],
  [
    'a Service without pods, not imported',
    [service('shop/empty', http), service('shop/portless', []), sidecar([{ hosts: ['./other.shop.svc.cluster.local'] }])],
    ['http://empty/', 'http://portless/'],
  ],
  [
    'plain text to TLS without an address',
    [entry('shop/e', ['a.example.com'], tlsPort)],
    ['http://a.example.com:443/', 'https://a.example.com/'],
  ],
  [
    'plain text to TLS without an address, and nothing but the registry',
    [entry('shop/e', ['a.example.com'], tlsPort), sidecar([{ hosts: ['*/*'] }], { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })],
    ['http://a.example.com:443/', 'https://a.example.com/'],
  ],
  [
    'plain text to TLS with an address',
    [entry('shop/e', ['a.example.com'], tlsPort, { addresses: ['10.9.9.9'] })],
    ['http://a.example.com:443/', 'http://10.9.9.9:443/'],
  ],
  [
    'plain text to TLS on port 80',
    [entry('shop/e', ['a.example.com'], [{ name: 'tls', number: 80, protocol: 'TLS' }])],
    ['http://a.example.com/', 'https://a.example.com:80/'],
  ],
  [
    'rules for callers',
    [
      routes('shop/v', ['web'], {
        http: [
          { match: [{ sourceLabels: { v: '2' } }], rewrite: { uri: '/two' }, route: to('web') },
          { match: [{ sourceLabels: { v: '1' } }], rewrite: { uri: '/one' }, route: to('web') },
        ],
      }),
    ],
    ['http://web/'],
  ],
  [
    'rules for callers of namespaces',
    [
      routes('shop/v', ['web'], {
        http: [
          { match: [{ sourceNamespace: 'far' }], rewrite: { uri: '/far' }, route: to('web') },
          { match: [{ sourceNamespace: 'shop' }], rewrite: { uri: '/shop' }, route: to('web') },
        ],
      }),
    ],
    ['http://web/'],
  ],
  [
    'rules for gateways',
    [
      routes('shop/v', ['web'], {
        gateways: ['g', 'mesh'],
        http: [
          { match: [{ gateways: ['shop/g'] }], rewrite: { uri: '/g' }, route: to('web') },
          { match: [{ gateways: ['mesh'], sourceLabels: { v: '2' } }], rewrite: { uri: '/mesh' }, route: to('web') },
        ],
      }),
    ],
    ['http://web/'],
  ],
  [
    'rules for the port',
    [
      routes('shop/v', ['two'], {
        http: [
          { match: [{ port: 9000 }], rewrite: { uri: '/bytes' }, route: to('web') },
          { match: [{ port: 80 }], rewrite: { uri: '/http' }, route: to('two', 80) },
        ],
      }),
    ],
    ['http://two/', 'http://two:9000/'],
  ],
  [
    'rules that take nothing',
    [routes('shop/v', ['web'], { http: [{ match: [{ uri: { exact: '/a' } }], route: to('web') }] })],
    ['http://web/', 'http://web/a'],
  ],
  [
    'rules of another namespace',
    [
      ...far,
      routes('far/v', ['web.shop.svc.cluster.local'], { http: [{ rewrite: { uri: '/far' }, route: to('web.shop.svc.cluster.local') }] }),
    ],
    ['http://web/'],
  ],
  [
    'rules of another namespace for itself',
    [
      ...far,
      routes('far/v', ['web.shop.svc.cluster.local'], {
        exportTo: ['.'],
        http: [{ rewrite: { uri: '/far' }, route: to('web.shop.svc.cluster.local') }],
      }),
    ],
    ['http://web/'],
  ],
  [
    'every host',
    [routes('shop/v', ['*'], { http: [{ rewrite: { uri: '/any' }, route: to('web') }] })],
    ['http://web/', 'http://none.example.com/', 'http://bytes:9000/', 'http://web:81/'],
  ],
  [
    'every host where there is HTTP elsewhere',
    [
      service('shop/late', [{ name: 'http', port: 81 }]),
      routes('shop/v', ['*', 'a.example.com'], { http: [{ rewrite: { uri: '/any' }, route: to('web') }] }),
    ],
    ['http://late:81/', 'http://a.example.com:81/', 'http://none.example.com:81/'],
  ],
  [
    'two wildcards, the wider one first',
    [
      routes('shop/a', ['*.shop.svc.cluster.local'], { http: [{ rewrite: { uri: '/narrow' }, route: to('other') }] }),
      routes('shop/b', ['*.local'], { http: [{ rewrite: { uri: '/wide' }, route: to('other') }] }),
    ],
    ['http://web/'],
  ],
  [
    'a wildcard and other hosts of one VirtualService',
    [
      routes('shop/v', ['*.shop.svc.cluster.local', 'web', 'a.example.com', '*.example.org'], {
        http: [{ rewrite: { uri: '/v' }, route: to('other') }],
      }),
    ],
    ['http://web/', 'http://other/', 'http://a.example.com/', 'http://b.example.org/'],
  ],
  ['an HTTPRoute of the namespace', [httpRoute('shop/r', 'web')], ['http://web/']],
  [
    'an HTTPRoute to a backend of no known kind',
    [
      object('HTTPRoute', 'shop/r', {
        apiVersion: 'gateway.networking.k8s.io/v1',
        spec: {
          parentRefs: [{ group: '', kind: 'Service', name: 'web' }],
          rules: [{ backendRefs: [{ group: 'x.example', kind: 'Own', name: 'a', port: 80 }] }],
        },
      }),
    ],
    ['http://web/'],
  ],
  [
    'another name for another name',
    [
      service('shop/alias', http, { type: 'ExternalName', externalName: 'second.shop.svc.cluster.local', selector: undefined }),
      service('shop/second', http, { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local', selector: undefined }),
      routes('shop/v', ['web'], { http: [{ route: to('alias') }] }),
    ],
    ['http://web/'],
  ],
  ['an HTTPRoute of the caller', [...far, httpRoute('shop/r', 'web', { namespace: 'far' })], ['http://web.far/', 'http://web/']],
  ['an EnvoyFilter', [wasm], ['http://web/', 'http://bytes:9000/']],
  [
    'a DestinationRule for subsets',
    [
      object('DestinationRule', 'shop/d', { spec: { host: 'web', subsets: [{ name: 'v1', labels: { app: 'web' } }] } }),
      routes('shop/v', ['web'], { http: [{ route: [{ destination: { host: 'web', subset: 'v1' } }] }] }),
    ],
    ['http://web/'],
  ],
  [
    'TLS of a DestinationRule around the own of the caller',
    [object('DestinationRule', 'shop/d', { spec: { host: 'safe', trafficPolicy: { tls: { mode: 'SIMPLE' } } } })],
    ['https://safe/', 'http://safe:443/'],
  ],
])('%s', (_, objects, urls) => {
  expect(answers(objects, urls)).toMatchSnapshot();
});

test.each<[string, readonly KubernetesObject[], object]>([
  ['no Sidecar', [], { why: 'no Sidecar selects it, so it sees all that is exported to it', place: undefined }],
  ['a Sidecar', [sidecar([{ hosts: ['./*'] }])], { why: 'it sees what Sidecar shop/s imports', place: { path: ['spec'] } }],
])('the trace begins with what the caller sees: %s', (_, objects, expected) => {
  const mesh = meshOf([...world, ...objects], { complete: true });
  const caller = mesh.workloads.all.find(({ name }) => name === 'caller');
  const [first] = caller ? explain(routerOf(mesh, caller), request('http://web/')).steps : [];
  expect(first).toMatchObject({ step: 'client', what: 'sidecar of a client in namespace shop', verdict: 'taken', ...expected });
});
