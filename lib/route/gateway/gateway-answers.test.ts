import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../../mesh/objects.test.helper';
import { type RequestOptions, request } from '../request/request';
import { explain } from '../router';
import { GatewayRouter } from './gateway-router';

const labels = { istio: 'ingressgateway' };
const pod = { pod: { containers: [{ name: 'a', image: 'a' }] } };
const service = (name: string, ports: readonly object[]) =>
  object('Service', name, { spec: { clusterIP: '10.0.0.1', selector: { app: name.split('/')[1] }, ports } });
const gateway = (servers: readonly object[], name = 'edge/g', selector: object = labels) =>
  object('Gateway', name, { apiVersion: 'networking.istio.io/v1', spec: { selector, servers } });
const server = (number: number, protocol: string, hosts: readonly string[] = ['*'], tls?: object) => ({
  port: { number, protocol, name: `${protocol}-${number}` },
  hosts,
  ...(tls ? { tls } : {}),
});
const routes = (name: string, hosts: readonly string[], spec: object) =>
  object('VirtualService', name, { spec: { hosts, gateways: ['edge/g'], ...spec } });
const to = (host: string, number?: number) => [
  { destination: { host: `${host}.shop.svc.cluster.local`, ...(number ? { port: { number } } : {}) } },
];
const simple = { mode: 'SIMPLE', credentialName: 'c' };
const all = { http: [{ route: to('web') }] };

const world = [
  service('shop/web', [{ name: 'http', port: 80, targetPort: 8080 }]),
  deployment('shop/web', { app: 'web' }, pod),
  service('shop/safe', [{ name: 'https', port: 443, targetPort: 8443 }]),
  deployment('shop/safe', { app: 'safe' }, pod),
  service('shop/bytes', [{ name: 'tcp', port: 9000, targetPort: 9000 }]),
  deployment('shop/bytes', { app: 'bytes' }, pod),
  service('shop/two', [
    { name: 'http', port: 80 },
    { name: 'http-b', port: 81 },
  ]),
  deployment('shop/two', { app: 'two' }, pod),
];

type Asked = string | readonly [url: string, options: RequestOptions];

/** What becomes of requests at the gateway, one a line, with what the gateway was tried with. */
function answers(objects: readonly KubernetesObject[], asked: readonly Asked[]): string {
  const router = new GatewayRouter(meshOf([...world, ...objects], { complete: false }), { namespace: 'istio-system', labels });
  return asked
    .map((one) => {
      const [url, options] = typeof one === 'string' ? [one] : one;
      const { decision, steps } = explain(router, request(url, options));
      const { status, reason, destinations, route, connection, path, location, undecided, reused = [] } = decision;
      const places = destinations.map(
        ({ cluster: { host, port }, share, status: own }) =>
          `${host}:${port}${share < 1 ? ` ${share * 100} %` : ''}${own === 200 ? '' : ` ${own}`}`,
      );
      const rule = route ? `rule ${route.rule.index}` : connection && `${connection.kind} ${connection.index}`;
      const tried = steps.filter(({ step }) => step === 'gateway').map(({ what, verdict, why }) => `    ${what} ${verdict}: ${why}`);
      const parts = [
        `${url}: ${status}`,
        reason,
        places.join(' + '),
        rule,
        path !== '/' && path,
        location,
        ...undecided,
        ...reused.map((each) => JSON.stringify(each)),
      ];
      return [parts.filter(Boolean).join(', '), ...tried].join('\n');
    })
    .join('\n');
}

const tlsRule = (match: object) => routes('shop/v', ['a.example.com'], { tls: [{ match: [match], route: to('safe') }] });
const pass = gateway([server(443, 'TLS', ['a.example.com', '*.b.example.com'], { mode: 'PASSTHROUGH' })]);
const ofA = { sniHosts: ['a.example.com'] };
const plain = gateway([server(80, 'HTTP')]);
const port = 'http://a.example.com:9000/';

test.each<[string, readonly KubernetesObject[], readonly Asked[]]>([
  ['no Gateway', [], ['http://a.example.com/']],
  ['a Gateway of other pods', [gateway([server(80, 'HTTP')], 'edge/g', { istio: 'x' })], ['http://a.example.com/']],
  [
    'plain HTTP',
    [plain, routes('shop/v', ['a.example.com', '*.b.example.com'], all)],
    [
      'http://a.example.com/',
      'http://A.EXAMPLE.com/',
      'http://x.b.example.com/',
      'http://b.example.com/',
      'http://c.example.com/',
      'https://a.example.com/',
      'http://a.example.com:81/',
      'https://a.example.com:80/',
    ],
  ],
  [
    'the narrowest host',
    [
      plain,
      routes('shop/a', ['*'], { http: [{ rewrite: { uri: '/all' }, route: to('web') }] }),
      routes('shop/b', ['*.example.com'], { http: [{ rewrite: { uri: '/wide' }, route: to('web') }] }),
      routes('shop/c', ['*.a.example.com'], { http: [{ rewrite: { uri: '/narrow' }, route: to('web') }] }),
      routes('shop/d', ['x.a.example.com'], { http: [{ rewrite: { uri: '/exact' }, route: to('web') }] }),
    ],
    ['http://x.a.example.com/', 'http://y.a.example.com/', 'http://y.example.com/', 'http://y.org/'],
  ],
  [
    'hosts that the server does not have',
    [gateway([server(80, 'HTTP', ['a.example.com'])]), routes('shop/v', ['a.example.com', 'b.example.com'], all)],
    ['http://a.example.com/', 'http://b.example.com/'],
  ],
  [
    'a wildcard of the server',
    [gateway([server(80, 'HTTP', ['*.example.com'])]), routes('shop/v', ['*', 'x.org'], all)],
    ['http://a.example.com/', 'http://x.org/'],
  ],
  [
    'hosts of namespaces',
    [
      gateway([server(80, 'HTTP', ['shop/a.example.com', './b.example.com', 'far/c.example.com'])]),
      routes('shop/v', ['a.example.com', 'b.example.com', 'c.example.com'], all),
      routes('edge/w', ['b.example.com'], all),
    ],
    ['http://a.example.com/', 'http://b.example.com/', 'http://c.example.com/'],
  ],
  [
    'a redirect to https',
    [
      gateway([server(80, 'HTTP', ['a.example.com'], { httpsRedirect: true }), server(443, 'HTTPS', ['a.example.com'], simple)]),
      routes('shop/v', ['a.example.com'], all),
    ],
    ['http://a.example.com/x?y', 'https://a.example.com/x?y'],
  ],
  ['a redirect for nobody', [gateway([server(80, 'HTTP', ['a.example.com'], { httpsRedirect: true })])], ['http://a.example.com/x']],
  [
    'rules for ports',
    [
      gateway([server(80, 'HTTP'), server(81, 'HTTP')]),
      routes('shop/v', ['a.example.com'], {
        http: [{ match: [{ port: 81 }], rewrite: { uri: '/81' }, route: to('web') }, { route: to('web') }],
      }),
    ],
    ['http://a.example.com/', 'http://a.example.com:81/'],
  ],
  [
    'rules for gateways',
    [
      plain,
      routes('shop/v', ['a.example.com'], {
        gateways: ['edge/g', 'edge/h', 'mesh'],
        http: [
          { match: [{ gateways: ['edge/h'] }], rewrite: { uri: '/h' }, route: to('web') },
          { match: [{ gateways: ['mesh'] }], rewrite: { uri: '/mesh' }, route: to('web') },
          { match: [{ gateways: ['edge/g'] }], rewrite: { uri: '/g' }, route: to('web') },
        ],
      }),
    ],
    ['http://a.example.com/'],
  ],
  [
    'rules for sources',
    [
      plain,
      routes('shop/v', ['a.example.com'], {
        http: [
          { match: [{ sourceLabels: { a: 'b' } }], rewrite: { uri: '/other' }, route: to('web') },
          { match: [{ sourceLabels: labels }], rewrite: { uri: '/own' }, route: to('web') },
        ],
      }),
      routes('shop/w', ['b.example.com'], {
        http: [
          { match: [{ sourceNamespace: 'shop' }], rewrite: { uri: '/shop' }, route: to('web') },
          { match: [{ sourceNamespace: 'istio-system' }], rewrite: { uri: '/istio' }, route: to('web') },
        ],
      }),
    ],
    ['http://a.example.com/', 'http://b.example.com/'],
  ],
  [
    'TLS that ends',
    [
      gateway([server(443, 'HTTPS', ['a.example.com', '*.b.example.com'], simple)]),
      routes('shop/v', ['a.example.com', 'x.b.example.com'], all),
    ],
    [
      'https://a.example.com/',
      'https://x.b.example.com/',
      'https://y.b.example.com/',
      'https://c.example.com/',
      'http://a.example.com:443/',
      ['https://a.example.com/', { sni: 'x.b.example.com' }],
      ['https://a.example.com/', { sni: '' }],
      ['https://10.0.0.1/', {}],
    ],
  ],
  [
    'TLS that ends for every name',
    [gateway([server(443, 'HTTPS', ['*'], simple)]), routes('shop/v', ['a.example.com'], all)],
    ['https://a.example.com/', 'https://b.example.com/', ['https://a.example.com/', { sni: '' }]],
  ],
  [
    'TLS of two servers',
    [
      gateway([
        server(443, 'HTTPS', ['a.example.com'], simple),
        { ...server(443, 'HTTPS', ['b.example.com'], simple), port: { number: 443, protocol: 'HTTPS', name: 'second' } },
      ]),
      routes('shop/v', ['a.example.com'], all),
      routes('shop/w', ['b.example.com'], all),
    ],
    ['https://a.example.com/', 'https://b.example.com/', ['https://a.example.com/', { sni: 'b.example.com' }]],
  ],
  [
    'clients with a certificate',
    [gateway([server(443, 'HTTPS', ['a.example.com'], { ...simple, mode: 'MUTUAL' })]), routes('shop/v', ['a.example.com'], all)],
    ['https://a.example.com/', ['https://a.example.com/', { clientCertificate: { uris: ['spiffe://x'] } }]],
  ],
  [
    'clients with a certificate, or without',
    [gateway([server(443, 'HTTPS', ['a.example.com'], { ...simple, mode: 'OPTIONAL_MUTUAL' })]), routes('shop/v', ['a.example.com'], all)],
    ['https://a.example.com/', ['https://a.example.com/', { clientCertificate: { uris: ['spiffe://x'] } }]],
  ],
  [
    'clients of the mesh',
    [gateway([server(443, 'HTTPS', ['a.example.com'], { mode: 'ISTIO_MUTUAL' })]), routes('shop/v', ['a.example.com'], all)],
    ['https://a.example.com/', ['https://a.example.com/', { clientCertificate: { uris: ['spiffe://cluster.local/ns/a/sa/b'] } }]],
  ],
  [
    'TLS that is passed on',
    [pass, tlsRule(ofA)],
    ['https://a.example.com/', 'https://x.b.example.com/', 'https://c.example.com/', 'http://a.example.com:443/'],
  ],
  ['a rule for a server name at the port', [pass, tlsRule({ ...ofA, port: 443 })], ['https://a.example.com/']],
  ['a rule for a server name at another port', [pass, tlsRule({ ...ofA, port: 444 })], ['https://a.example.com/']],
  ['a rule for a server name of this gateway', [pass, tlsRule({ ...ofA, gateways: ['edge/g'] })], ['https://a.example.com/']],
  ['a rule for a server name of another gateway', [pass, tlsRule({ ...ofA, gateways: ['edge/h'] })], ['https://a.example.com/']],
  [
    'a rule for a wider server name',
    [pass, routes('shop/v', ['*.example.com'], { tls: [{ match: [{ sniHosts: ['*.example.com'] }], route: to('safe') }] })],
    ['https://a.example.com/', 'https://x.b.example.com/'],
  ],
  [
    'TLS that is passed on to several',
    [
      pass,
      routes('shop/v', ['a.example.com'], {
        tls: [
          {
            match: [ofA],
            route: [
              { ...to('safe')[0], weight: 1 },
              { ...to('bytes')[0], weight: 3 },
            ],
          },
        ],
      }),
    ],
    ['https://a.example.com/'],
  ],
  [
    'TLS that ends, for bytes',
    [
      gateway([server(443, 'TLS', ['a.example.com'], simple)]),
      routes('shop/v', ['a.example.com'], { tcp: [{ match: [{ port: 443 }], route: to('bytes') }] }),
    ],
    ['https://a.example.com/', 'https://b.example.com/'],
  ],
  [
    'bytes',
    [
      gateway([server(9000, 'TCP')]),
      routes('shop/v', ['*'], {
        tcp: [
          { match: [{ port: 9001 }], route: to('web') },
          { match: [{ port: 9000, gateways: ['edge/h'] }], route: to('web') },
          { match: [{ port: 9000 }], route: to('bytes') },
        ],
      }),
    ],
    [port, 'https://a.example.com:9000/'],
  ],
  ['bytes without a match', [gateway([server(9000, 'TCP')]), routes('shop/v', ['*'], { tcp: [{ route: to('bytes') }] })], [port]],
  [
    'bytes for addresses',
    [
      gateway([server(9000, 'TCP')]),
      routes('shop/v', ['*'], { tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/8'] }], route: to('bytes') }] }),
    ],
    [port],
  ],
  ['bytes without a rule', [gateway([server(9000, 'TCP')])], [port]],
  [
    'bytes of a host that the server does not have',
    [gateway([server(9000, 'TCP', ['a.example.com'])]), routes('shop/v', ['b.example.com'], { tcp: [{ route: to('bytes') }] })],
    [port],
  ],
  [
    'ports of destinations',
    [
      plain,
      routes('shop/v', ['a.example.com'], {
        http: [
          { match: [{ uri: { prefix: '/81' } }], route: to('two', 81) },
          { match: [{ uri: { prefix: '/none' } }], route: to('two', 82) },
          { route: to('two') },
        ],
      }),
    ],
    ['http://a.example.com/81', 'http://a.example.com/none', 'http://a.example.com/'],
  ],
  [
    'destinations by weight',
    [
      plain,
      routes('shop/v', ['a.example.com'], {
        http: [
          {
            route: [
              { ...to('web')[0], weight: 30 },
              { ...to('none')[0], weight: 70 },
              { ...to('two', 80)[0], weight: 0 },
            ],
          },
        ],
      }),
    ],
    ['http://a.example.com/'],
  ],
  [
    'exported to gateways elsewhere',
    [
      plain,
      routes('shop/v', ['a.example.com'], { ...all, exportTo: ['edge'] }),
      routes('shop/w', ['b.example.com'], { ...all, exportTo: ['istio-system'] }),
      routes('shop/x', ['c.example.com'], { ...all, exportTo: ['.'] }),
    ],
    ['http://a.example.com/', 'http://b.example.com/', 'http://c.example.com/'],
  ],
  [
    'a server that is dropped',
    [gateway([server(80, 'HTTP'), server(80, 'TCP')]), routes('shop/v', ['a.example.com'], all)],
    ['http://a.example.com/'],
  ],
  [
    'an EnvoyFilter',
    [
      plain,
      routes('shop/v', ['a.example.com'], all),
      object('EnvoyFilter', 'istio-system/f', {
        apiVersion: 'networking.istio.io/v1alpha3',
        spec: { configPatches: [{ applyTo: 'HTTP_ROUTE', match: { context: 'GATEWAY' }, patch: { operation: 'MERGE', value: {} } }] },
      }),
    ],
    ['http://a.example.com/'],
  ],
  [
    'odd requests',
    [plain, routes('shop/v', ['a.example.com'], all)],
    [
      ['http://a.example.com/', { method: 'CONNECT' }],
      ['http://a.example.com/', { method: 'ODD' }],
      ['http://a.example.com/', { headers: { host: 'a b' } }],
      'http://a.example.com/%zz',
      'http://a.example.com/a/../b',
      'http://a.example.com//a',
    ],
  ],
])('%s', (_, objects, asked) => {
  expect(answers(objects, asked)).toMatchSnapshot();
});
