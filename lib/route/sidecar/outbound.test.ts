import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../../mesh/objects.test.helper';
import { request } from '../request/request';
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
