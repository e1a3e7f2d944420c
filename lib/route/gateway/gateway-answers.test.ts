import type { KubernetesObject } from '../../istio/objects';
import type { MeshOptions } from '../../mesh/mesh-options';
import { deployment, meshOf, object } from '../../mesh/objects.test.helper';
import { undecidedOf } from '../policy/policy-stage';
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
function answers(objects: readonly KubernetesObject[], asked: readonly Asked[], options: MeshOptions = { complete: false }): string {
  const router = new GatewayRouter(meshOf([...world, ...objects], options), { namespace: 'istio-system', labels });
  return asked
    .map((one) => {
      const [url, more] = typeof one === 'string' ? [one] : one;
      const { decision, steps } = explain(router, request(url, more));
      const { status, reason, body, destinations, route, connection, path, location, undecided, reused = [], policies = [] } = decision;
      const places = destinations.map(
        ({ cluster: { host, port }, share, status: own }) =>
          `${host}:${port}${share < 1 ? ` ${share * 100} %` : ''}${own === 200 ? '' : ` ${own}`}`,
      );
      const rule = route ? `rule ${route.rule.index}` : connection && `${connection.kind} ${connection.index}`;
      const shown = steps.filter(({ step }) => step === 'gateway' || step === 'policy' || step === 'host');
      const tried = shown
        .filter(({ step, verdict, why }) => step !== 'host' || verdict === 'no' || why !== '')
        .map(({ what, verdict, why, place }) => `    ${what} ${verdict}: ${why}${place ? ` at ${place.path.join('.')}` : ''}`);
      const parts = [
        `${url}: ${status}`,
        reason,
        places.join(' + '),
        rule,
        path !== '/' && path,
        location,
        body && `body ${body}`,
        ...undecided,
        ...undecidedOf(policies),
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

const policy = (name: string, spec: object, kind = 'AuthorizationPolicy') =>
  object(kind, name, { spec: { selector: { matchLabels: labels }, ...spec } });
const deny = (from: object, to: object = {}) => ({ action: 'DENY', rules: [{ from: [{ source: from }], to: [{ operation: to }] }] });
const config = (text: string) => object('ConfigMap', 'istio-system/istio', { data: { mesh: text } });
const trusting = (count: number) => config(`defaultConfig: { gatewayTopology: { numTrustedProxies: ${count} } }`);
const forAll = routes('shop/v', ['a.example.com'], all);
const office = policy('istio-system/p', deny({ remoteIpBlocks: ['203.0.113.0/24'] }));
const caller = policy('istio-system/p', deny({ ipBlocks: ['203.0.113.0/24'] }));
const from = (sourceIp: string | undefined, forwarded?: string | readonly string[]): readonly [string, RequestOptions] => [
  'http://a.example.com/',
  { sourceIp, headers: forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded } },
];
const mutual = gateway([server(443, 'HTTPS', ['a.example.com'], { ...simple, mode: 'MUTUAL' })]);
const certificate = (more: object) => ({ clientCertificate: { uris: [], ...more } });
const foreign = object('Gateway', 'edge/k', {
  spec: { gatewayClassName: 'nginx', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
});

test.each<[string, readonly KubernetesObject[], readonly Asked[]]>([
  [
    'a policy for paths',
    [plain, forAll, policy('istio-system/p', deny({}, { paths: ['/a'] }))],
    ['http://a.example.com/a', 'http://a.example.com/b'],
  ],
  [
    'a policy for server names',
    [
      gateway([server(443, 'HTTPS', ['a.example.com'], simple)]),
      forAll,
      policy('istio-system/p', { action: 'DENY', rules: [{ when: [{ key: 'connection.sni', values: ['a.example.com'] }] }] }),
    ],
    ['https://a.example.com/'],
  ],
  ['a policy for the port', [plain, forAll, policy('istio-system/p', deny({}, { ports: ['80'] }))], ['http://a.example.com/']],
  ['a policy for callers', [plain, forAll, caller], [from('203.0.113.7'), from('10.1.2.3'), from(undefined)]],
  ['a policy for clients', [plain, forAll, office], [from('203.0.113.7'), from('10.1.2.3', '203.0.113.7')]],
  [
    'a policy for clients behind one proxy',
    [plain, forAll, office, trusting(1)],
    [
      from('10.1.2.3', '203.0.113.7'),
      from('10.1.2.3', '203.0.113.7, 10.9.9.9'),
      from('203.0.113.7'),
      from('10.1.2.3', ['10.8.8.8', ' 203.0.113.7 ']),
    ],
  ],
  [
    'a policy for clients behind two proxies',
    [plain, forAll, office, trusting(2)],
    [from('203.0.113.8', '10.1.2.3'), from('10.1.2.3', '203.0.113.7,10.9.9.9'), from('10.1.2.3', '203.0.113.7,10.8.8.8,10.9.9.9')],
  ],
  [
    'a policy for certificates',
    [mutual, forAll, policy('istio-system/p', deny({ principals: ['td/ns/a/sa/b'] }))],
    [
      ['https://a.example.com/', certificate({ uris: ['spiffe://td/ns/a/sa/b'] })],
      ['https://a.example.com/', certificate({ uris: ['spiffe://td/ns/a/sa/c'] })],
    ],
  ],
  [
    'a policy for connections',
    [pass, tlsRule(ofA), caller],
    [
      ['https://a.example.com/', { sourceIp: '203.0.113.7' }],
      ['https://a.example.com/', { sourceIp: '10.1.2.3' }],
      'https://a.example.com/',
    ],
  ],
  [
    'a policy that is a dry run',
    [
      plain,
      forAll,
      object('AuthorizationPolicy', 'istio-system/p', {
        annotations: { 'istio.io/dry-run': 'true' },
        spec: { selector: { matchLabels: labels }, action: 'DENY', rules: [{}] },
      }),
    ],
    ['http://a.example.com/'],
  ],
  ['a policy that records', [plain, forAll, policy('istio-system/p', { action: 'AUDIT', rules: [{}] })], ['http://a.example.com/']],
  [
    'a token',
    [
      plain,
      forAll,
      policy(
        'istio-system/r',
        { jwtRules: [{ issuer: 'i', fromParams: ['t', 'u'], outputClaimToHeaders: [{ header: 'x-sub', claim: 'sub' }] }] },
        'RequestAuthentication',
      ),
    ],
    [
      'http://a.example.com/?t=a.b.c',
      'http://a.example.com/',
      ['http://a.example.com/?a=b&t=x', { claims: { iss: 'i', sub: 's' } }],
      ['http://a.example.com/', { claims: { iss: 'i', sub: 's' } }],
    ],
  ],
  [
    'a route for a claim',
    [
      plain,
      routes('shop/v', ['a.example.com'], {
        http: [
          { match: [{ headers: { '@request.auth.claims.sub': { exact: 's' } } }], rewrite: { uri: '/of-s' }, route: to('web') },
          { match: [{ headers: { '@request.auth.claims[groups]': { exact: 'b' } } }], rewrite: { uri: '/of-b' }, route: to('web') },
          { match: [{ withoutHeaders: { '@request.auth.claims.a.b': { prefix: 'x' } } }], rewrite: { uri: '/no-x' }, route: to('web') },
          ...all.http,
        ],
      }),
      policy('istio-system/r', { jwtRules: [{ issuer: 'i' }] }, 'RequestAuthentication'),
    ],
    [
      { iss: 'i', sub: 's' },
      { iss: 'i', groups: ['a', 'b'] },
      { iss: 'i', groups: 'a b' },
      { iss: 'i', a: { b: 'xy' } },
      { iss: 'i', a: { b: 'y' } },
    ].map((claims): Asked => ['http://a.example.com/', { claims }]),
  ],
  ['the PROXY protocol', [plain, forAll, config('defaultConfig: { gatewayTopology: { proxyProtocol: {} } }')], ['http://a.example.com/']],
  ['a Gateway of another controller', [foreign], ['http://a.example.com/']],
  ['a Gateway of another controller beside one of Istio', [foreign, plain, forAll], ['http://a.example.com/', 'http://a.example.com:81/']],
  [
    'many hosts',
    [plain, ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => routes(`shop/${name}`, [`${name}.example.com`], all))],
    ['http://h.example.com/', 'http://elsewhere.org/'],
  ],
  [
    'a host that begins so',
    [plain, routes('shop/v', ['a.*', 'a.b.*'], { http: [{ rewrite: { uri: '/v' }, route: to('web') }] })],
    ['http://a.example.com/', 'http://a.b.org/', 'http://a/', 'http://b.example.com/'],
  ],
  [
    'hosts in capitals',
    [gateway([server(80, 'HTTP', ['A.Example.com'])]), routes('shop/v', ['a.EXAMPLE.com'], all)],
    ['http://a.example.com/'],
  ],
  [
    'a loop',
    [plain, routes('shop/v', ['a.example.com'], { http: [{ redirect: { scheme: 'http' } }] })],
    [
      'http://a.example.com/x?y',
      ['http://a.example.com/', { headers: { host: 'a.example.com:80' } }],
      ['http://a.example.com/', { headers: { host: 'a.example.com:81' } }],
    ],
  ],
  [
    'a loop of TLS',
    [
      gateway([server(443, 'HTTPS', ['a.example.com'], simple)]),
      routes('shop/v', ['a.example.com'], { http: [{ redirect: { scheme: 'https' } }] }),
    ],
    ['https://a.example.com/x', ['https://a.example.com/', { headers: { host: 'a.example.com:443' } }]],
  ],
  [
    'two servers for one port',
    [
      gateway([
        server(80, 'HTTP', ['a.example.com']),
        { ...server(80, 'HTTP', ['b.example.com']), port: { number: 80, protocol: 'HTTP', name: 'second' } },
      ]),
      routes('shop/v', ['a.example.com', 'b.example.com'], all),
    ],
    ['http://a.example.com/', 'http://b.example.com/', 'http://c.example.com/'],
  ],
  [
    'two Gateways for one host',
    [
      plain,
      gateway([{ ...server(80, 'HTTP'), port: { number: 80, protocol: 'HTTP', name: 'second' } }], 'edge/h'),
      routes('shop/v', ['a.example.com'], {
        gateways: ['edge/g', 'edge/h'],
        http: [{ match: [{ uri: { prefix: '/x' } }], route: to('web') }],
      }),
      routes('shop/w', ['a.example.com'], { gateways: ['edge/h'], http: [{ rewrite: { uri: '/h' }, route: to('web') }] }),
    ],
    ['http://a.example.com/x', 'http://a.example.com/y'],
  ],
  ['a server of the loopback', [gateway([{ ...server(80, 'HTTP'), bind: '127.0.0.1' }]), forAll], ['http://a.example.com/']],
  [
    'TLS of one server passed on, of another ended',
    [
      gateway([
        server(443, 'TLS', ['a.example.com'], { mode: 'PASSTHROUGH' }),
        { ...server(443, 'HTTPS', ['b.example.com'], simple), port: { number: 443, protocol: 'HTTPS', name: 'second' } },
      ]),
      routes('shop/w', ['b.example.com'], all),
      tlsRule(ofA),
    ],
    ['https://a.example.com/', 'https://b.example.com/', 'https://c.example.com/'],
  ],
  [
    'two rules for one server name',
    [
      pass,
      routes('shop/v', ['a.example.com'], {
        tls: [
          { match: [ofA], route: to('safe') },
          { match: [{ sniHosts: ['b.example.com', 'a.example.com'] }], route: to('bytes') },
        ],
      }),
    ],
    ['https://a.example.com/', 'https://b.example.com/'],
  ],
  [
    'rules for TLS without a route or a match',
    [
      pass,
      routes('shop/v', ['a.example.com'], {
        tls: [{ match: [ofA], route: [] }, { route: to('web') }, { match: [{}], route: to('bytes') }],
      }),
    ],
    ['https://a.example.com/'],
  ],
  [
    'TLS that is passed on to plain HTTP',
    [pass, routes('shop/v', ['a.example.com'], { tls: [{ match: [ofA], route: to('web') }] })],
    ['https://a.example.com/'],
  ],
  [
    'TLS that is passed on to plain HTTP and to TLS',
    [
      pass,
      routes('shop/v', ['a.example.com'], {
        tls: [
          {
            match: [ofA],
            route: [
              { ...to('web')[0], weight: 1 },
              { ...to('safe')[0], weight: 1 },
            ],
          },
        ],
      }),
    ],
    ['https://a.example.com/'],
  ],
  [
    'TLS that is passed on, and wrapped once more',
    [pass, tlsRule(ofA), object('DestinationRule', 'shop/d', { spec: { host: 'safe', trafficPolicy: { tls: { mode: 'SIMPLE' } } } })],
    ['https://a.example.com/'],
  ],
  [
    'TLS that is passed on to nobody',
    [pass, routes('shop/v', ['a.example.com'], { tls: [{ match: [ofA], route: to('none') }] })],
    ['https://a.example.com/'],
  ],
  [
    'TLS that is passed on to nobody, by weight',
    [
      pass,
      routes('shop/v', ['a.example.com'], {
        tls: [
          {
            match: [ofA],
            route: [
              { ...to('none')[0], weight: 0 },
              { ...to('safe')[0], weight: 0 },
            ],
          },
        ],
      }),
    ],
    ['https://a.example.com/'],
  ],
])('%s', (_, objects, asked) => {
  expect(answers(objects, asked)).toMatchSnapshot();
});

const section = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${section({ alg: 'RS256' })}.${section({ iss: 'i', sub: 's' })}.AAAA`;
const tokens = policy(
  'istio-system/r',
  {
    jwtRules: [
      {
        issuer: 'i',
        fromHeaders: [{ name: 'x-token' }],
        fromParams: ['t', 'u'],
        outputClaimToHeaders: [{ header: 'x-sub', claim: 'sub' }],
      },
    ],
  },
  'RequestAuthentication',
);
const kept = object('RequestAuthentication', 'istio-system/r', {
  spec: {
    ...(tokens.spec as object),
    jwtRules: [{ issuer: 'i', fromHeaders: [{ name: 'x-token' }], fromParams: ['t', 'u'], forwardOriginalToken: true }],
  },
});
const seen = (headers: object, uri: string) => ({ match: [headers], rewrite: { uri }, route: to('web') });
const byHeaders = routes('shop/v', ['a.example.com'], {
  http: [
    seen({ headers: { 'x-sub': { exact: 's' }, 'x-token': {} } }, '/claim-and-token'),
    seen({ headers: { 'x-sub': { exact: 's' } } }, '/claim'),
    seen({ headers: { 'x-token': {} } }, '/token'),
    seen({ headers: { 'x-sub': {} } }, '/other'),
    { route: to('web') },
  ],
});
const regexOf = (regex: string) =>
  routes('shop/v', ['a.example.com'], {
    http: [{ match: [{ uri: { regex } }], rewrite: { uriRegexRewrite: { match: '^', rewrite: '/regex' } }, route: to('web') }],
  });
const ofX = routes('shop/w', ['a.example.com'], { http: [{ match: [{ uri: { prefix: '/x' } }], route: to('web') }] });

test.each<[string, readonly KubernetesObject[], readonly Asked[]]>([
  [
    'a token in a parameter',
    [plain, tokens, forAll],
    [
      `http://a.example.com/?t=${token}`,
      `http://a.example.com/?a=b&t=${token}&c`,
      `http://a.example.com/x?u=${token}&t=${token}`,
      'http://a.example.com/?a=b',
    ],
  ],
  ['a token that is forwarded', [plain, kept, forAll], [`http://a.example.com/?a=b&t=${token}`]],
  [
    'headers made of a token',
    [plain, tokens, byHeaders],
    [
      ['http://a.example.com/', { headers: { 'x-token': token } }],
      ['http://a.example.com/', { headers: { 'x-sub': 'mine' } }],
    ],
  ],
  [
    'headers of a token that is forwarded',
    [plain, kept, byHeaders],
    [
      ['http://a.example.com/', { headers: { 'x-token': token } }],
      ['http://a.example.com/', { headers: { 'x-sub': 'mine' } }],
    ],
  ],
  [
    'a configuration that Envoy rejects',
    [plain, forAll, routes('shop/w', ['b.example.com'], { http: [{ redirect: { redirectCode: 304 } }] })],
    ['http://a.example.com/', 'http://c.example.com/'],
  ],
  ['a regex of every path before another rule', [plain, regexOf('.*'), ofX], ['http://a.example.com/x', 'http://a.example.com/y']],
  ['a regex of nearly every path before another rule', [plain, regexOf('/.*'), ofX], ['http://a.example.com/x']],
  [
    'bytes for several ports',
    [gateway([server(9000, 'TCP')]), routes('shop/v', ['*'], { tcp: [{ match: [{ port: 1 }, { port: 9000 }], route: to('bytes') }] })],
    [port],
  ],
  [
    'bytes for hosts of a namespace',
    [
      gateway([server(9000, 'TCP', ['shop/*'])]),
      routes('shop/v', ['*'], { tcp: [{ route: to('bytes') }] }),
      routes('edge/v', ['*'], { tcp: [{ route: to('web') }] }),
    ],
    [port],
  ],
  [
    'bytes for hosts of another namespace',
    [gateway([server(9000, 'TCP', ['far/*'])]), routes('shop/v', ['*'], { tcp: [{ route: to('bytes') }] })],
    [port],
  ],
  [
    'bytes for one of several hosts',
    [
      gateway([server(9000, 'TCP', ['b.example.com', 'a.example.com'])]),
      routes('shop/v', ['x.org', 'a.example.com'], { tcp: [{ route: to('bytes') }] }),
    ],
    [port],
  ],
])('%s', (_, objects, asked) => {
  expect(answers(objects, asked)).toMatchSnapshot();
});

const ofSecret = [gateway([server(443, 'HTTPS', ['a.example.com'], simple)]), forAll];
const secret = (name: string) =>
  object('Secret', name, { type: 'kubernetes.io/tls', spec: undefined, data: { 'tls.crt': 'YQ==', 'tls.key': 'YQ==' } });

test.each<[string, readonly KubernetesObject[]]>([
  ['its Secret', [...ofSecret, secret('istio-system/c')]],
  ['no Secret', ofSecret],
  ['a Secret of another namespace', [...ofSecret, secret('edge/c')]],
  [
    'one of two Secrets',
    [gateway([server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', credentialNames: ['c', 'd'] })]), forAll, secret('istio-system/c')],
  ],
])('where the manifests are all there is, TLS with %s', (_, objects) => {
  expect(answers(objects, ['https://a.example.com/'], { complete: true })).toMatchSnapshot();
});

test('Gateways that the cluster rejects are in force for nobody', () => {
  const objects = [gateway([{ hosts: ['*'] }])];
  expect(answers(objects, ['http://a.example.com/'], { complete: false, admission: 'enforced' })).toMatchSnapshot();
});
