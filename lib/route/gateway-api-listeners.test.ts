import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { IngressRouter } from './gateway/ingress-router';
import { outcomes } from './refusals/outcome';
import { type RequestOptions, request } from './request/request';
import { explain } from './router';

const api = 'apiVersion: gateway.networking.k8s.io/v1';
const object = (kind: string, name: string, spec: string, namespace = 'shop') =>
  `---\n${api}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;
const service = (name: string, namespace = 'shop') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }\n`;
const gateway = (listeners: string, more = '') => object('Gateway', 'g', `{ gatewayClassName: istio, listeners: [${listeners}]${more} }`);
const http = (more = '') => `{ name: http, port: 80, protocol: HTTP${more} }`;
const route = (rules: string, more = '', name = 'r') =>
  object('HTTPRoute', name, `{ parentRefs: [{ name: g }], rules: [${rules}]${more} }`);
const to = (name: string, more = '') => `backendRefs: [{ name: ${name}, port: 80${more} }]`;

const secret = '---\napiVersion: v1\nkind: Secret\nmetadata: { name: cert, namespace: shop }\n';
const services = service('a') + service('b') + service('far', 'other');

function answer(manifests: string, url: string, options?: RequestOptions): string {
  const { mesh } = Mesh.load(parseManifests(services + manifests, 'mesh.yaml').manifests);
  const decision = new IngressRouter(mesh).route(request(url, options));
  if (decision.status === 'error') return `error ${decision.reason}`;
  return outcomes(decision)
    .map(({ share, status, backendService, upstreamPath, location }) =>
      [`${Math.round(share * 100)} %`, status, backendService, upstreamPath, location].filter(Boolean).join(' '),
    )
    .join(', ');
}

describe('listeners', () => {
  const tls = (mode: string, more: string) => `{ name: tls, port: 443, protocol: ${mode}, tls: { ${more} } }`;
  const certificate = 'certificateRefs: [{ name: cert }]';
  const all = route(`{ ${to('a')} }`);
  test.each<[string, string, string, string]>([
    [
      'a port that no listener opens',
      gateway(http()) + all,
      'http://shop.example.com:81/',
      'error connection refused: no server of a Gateway opens port 81',
    ],
    ['TLS that ends here', secret + gateway(tls('HTTPS', certificate)) + all, 'https://shop.example.com/', '100 % 200 a.shop /'],
    [
      'a certificate that is not there',
      secret + gateway(tls('HTTPS', 'certificateRefs: [{ name: other }]')) + all,
      'https://shop.example.com/',
      'error connection refused: no server of a Gateway opens port 443',
    ],
    [
      'of two certificates the first alone',
      secret + gateway(tls('HTTPS', 'certificateRefs: [{ name: cert }, { name: other }]')) + all,
      'https://shop.example.com/',
      '100 % 200 a.shop /',
    ],
    [
      'of two certificates the second alone',
      secret + gateway(tls('HTTPS', 'certificateRefs: [{ name: other }, { name: cert }]')) + all,
      'https://shop.example.com/',
      '100 % 200 a.shop /',
    ],
    [
      'of two certificates none',
      secret + gateway(tls('HTTPS', 'certificateRefs: [{ name: other }, { name: neither }]')) + all,
      'https://shop.example.com/',
      'error connection refused: no server of a Gateway opens port 443',
    ],
    [
      'a server name that a TLSRoute hands on',
      gateway(tls('TLS', 'mode: Passthrough')) +
        object('TLSRoute', 't', `{ parentRefs: [{ name: g }], hostnames: [x.example.com], rules: [{ ${to('b')} }] }`),
      'https://x.example.com/',
      'error TLS handshake failed: port 80 of `b.shop.svc.cluster.local` is declared as plain HTTP',
    ],
    [
      'connections of a TCPRoute',
      gateway('{ name: tcp, port: 9000, protocol: TCP }') +
        object('TCPRoute', 't', `{ parentRefs: [{ name: g }], rules: [{ ${to('b')} }] }`),
      'http://any:9000/',
      '100 % 200 b.shop /',
    ],
    [
      'backends of a TCPRoute that all have weight 0',
      gateway('{ name: tcp, port: 9000, protocol: TCP }') +
        object('TCPRoute', 't', `{ parentRefs: [{ name: g }], rules: [{ ${to('b', ', weight: 0')} }] }`),
      'http://any:9000/',
      'error connection closed: no service is called `internal.cluster.local`',
    ],
    [
      'a ListenerSet that is allowed',
      gateway(http(), ', allowedListeners: { namespaces: { from: Same } }') +
        object('ListenerSet', 's', '{ parentRef: { name: g }, listeners: [{ name: more, port: 8080, protocol: HTTP }] }') +
        object('HTTPRoute', 'r', `{ parentRefs: [{ kind: ListenerSet, name: s }], rules: [{ ${to('b')} }] }`),
      'http://any:8080/',
      '100 % 200 b.shop /',
    ],
    [
      'a listener that conflicts with an earlier one',
      gateway(`${http()}, { name: tcp, port: 80, protocol: TCP }`) + all,
      'http://shop.example.com/',
      '100 % 200 a.shop /',
    ],
    [
      'a route of a wide listener whose host a narrow one serves',
      gateway(`${http()}, { name: narrow, port: 80, protocol: HTTP, hostname: "*.example.com" }`) +
        object('HTTPRoute', 'r', `{ parentRefs: [{ name: g, sectionName: http }], hostnames: [a.example.com], rules: [{ ${to('a')} }] }`),
      'http://a.example.com/',
      '100 % 404',
    ],
    [
      'a Gateway of another class',
      object('Gateway', 'g', '{ gatewayClassName: nginx, listeners: [{ name: http, port: 80, protocol: HTTP }] }') + all,
      'http://shop.example.com/',
      'error connection refused: no server of a Gateway opens port 80',
    ],
    [
      'a Gateway for pods that are there',
      gateway(http(), ', addresses: [{ type: Hostname, value: far }]') + all,
      'http://any/',
      'error connection refused: no server of a Gateway opens port 80',
    ],
  ])('%s', (_name, manifests, url, expected) => {
    expect(answer(manifests, url)).toBe(expected);
  });
});

describe('rules', () => {
  const grant = object(
    'ReferenceGrant',
    'r',
    '{ from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }], to: [{ group: "", kind: Service }] }',
    'other',
  );
  const far = `{ ${to('far', ', namespace: other')} }`;
  const filter = (type: string, more: string) => `{ matches: [{ path: { value: /old } }], filters: [{ type: ${type}, ${more} }]`;
  test.each<[string, string, string, string]>([
    ['a backend elsewhere, not granted', route(far), '/', '100 % 500'],
    ['a backend elsewhere, granted', route(far) + grant, '/', '100 % 200 far.other /'],
    [
      'a share that is not granted',
      route(`{ backendRefs: [{ name: a, port: 80 }, { name: far, namespace: other, port: 80 }] }`),
      '/',
      '50 % 200 a.shop /, 50 % 500',
    ],
    ['no backends', route('{ matches: [{ path: { value: / } }] }'), '/', '100 % 500'],
    [
      'the longer prefix of another route',
      route(`{ ${to('a')} }`) + route(`{ matches: [{ path: { value: /x } }], ${to('b')} }`, '', 'z'),
      '/x/y',
      '100 % 200 b.shop /x/y',
    ],
    ['of two alike, the first by name', route(`{ ${to('b')} }`, '', 'z') + route(`{ ${to('a')} }`), '/', '100 % 200 a.shop /'],
    [
      'a redirect that replaces a prefix',
      route(`${filter('RequestRedirect', 'requestRedirect: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /new } }')} }`),
      '/old/x?y=1',
      '100 % 302 http://shop.example.com/new/x?y=1',
    ],
    [
      'a prefix taken away',
      route(`${filter('URLRewrite', 'urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } }')}, ${to('a')} }`),
      '/old/x',
      '100 % 200 a.shop /x',
    ],
    [
      'the prefix `/`, of which no step is taken away',
      route(
        `${filter('URLRewrite', 'urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } }').replace('/old', '/')}, ${to('a')} }`,
      ),
      '//old',
      '100 % 200 a.shop //old',
    ],
    [
      'and nothing left',
      route(`${filter('URLRewrite', 'urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } }')}, ${to('a')} }`),
      '/old',
      '100 % 200 a.shop /',
    ],
    [
      'the whole path',
      route(`${filter('URLRewrite', 'urlRewrite: { path: { type: ReplaceFullPath, replaceFullPath: /one } }')}, ${to('a')} }`),
      '/old/x',
      '100 % 200 a.shop /one',
    ],
    [
      'a filter that Istio does not have',
      route(`{ filters: [{ type: ExtensionRef, extensionRef: { group: a.example.com, kind: X, name: x } }], ${to('a')} }`),
      '/',
      '100 % 404',
    ],
    [
      'a method of gRPC',
      object(
        'GRPCRoute',
        'r',
        `{ parentRefs: [{ name: g }], rules: [{ matches: [{ method: { service: shop.Cart, method: Add } }], ${to('b')} }, { ${to('a')} }] }`,
      ),
      '/shop.Cart/Add',
      '100 % 200 b.shop /shop.Cart/Add',
    ],
  ])('%s', (_name, manifests, path, expected) => {
    expect(answer(gateway(http()) + manifests, `http://shop.example.com${path}`)).toBe(expected);
  });
});

// [class, whether a GatewayClass of another controller is there, listeners, why nothing is open, what is left open]
test.each<[string, boolean, string, string[], number]>([
  [
    'itsio',
    false,
    http(),
    ['Istio brings no class `itsio`, and no GatewayClass of that name is among the manifests', 'no Gateway opens it'],
    1,
  ],
  ['other', true, http(), ["class `other` is that of controller `example.com/controller`, which is not Istio's", 'no Gateway opens it'], 1],
  [
    'istio-remote',
    false,
    http(),
    ['class `istio-remote` stands for a gateway of another cluster: istiod makes nothing of it', 'no Gateway opens it'],
    0,
  ],
  ['istio-waypoint', false, '{ name: mesh, port: 15008, protocol: HBONE }', ['the manifests have no Gateway'], 0],
  [
    'istio',
    false,
    '{ name: tcp, port: 80, protocol: http }',
    ['no listener of it is opened: Istio serves no protocol `http` at a gateway: write `HTTP`', 'no Gateway opens it'],
    0,
  ],
])('a Gateway of class %s that opens no port', (className, isDeclared, listeners, why, open) => {
  const declared = isDeclared
    ? `---\n${api}\nkind: GatewayClass\nmetadata: { name: ${className} }\nspec: { controllerName: example.com/controller }\n`
    : '';
  const manifests = `${declared}${object('Gateway', 'g', `{ gatewayClassName: ${className}, listeners: [${listeners}] }`)}`;
  const { mesh } = Mesh.load(parseManifests(manifests, 'mesh.yaml').manifests);
  const { decision, steps } = explain(new IngressRouter(mesh), request('http://a.example.com/'));
  expect(steps.filter(({ step }) => step === 'gateway').map(({ why: said }) => said)).toEqual(why);
  expect(decision.undecided).toHaveLength(open);
});

test('a route that is used at one listener is not named for the others it is attached to', () => {
  const listeners = `${http()}, { name: other, port: 8080, protocol: HTTP }`;
  const manifests =
    services +
    gateway(listeners) +
    route(`{ ${to('a')} }`) +
    object('HTTPRoute', 's', `{ parentRefs: [{ name: g, sectionName: other }], rules: [{ ${to('b')} }] }`);
  const { mesh } = Mesh.load(parseManifests(manifests, 'mesh.yaml').manifests);
  const { steps } = explain(new IngressRouter(mesh), request('http://a.example.com/'));
  expect(steps.filter(({ step }) => step === 'not used').map(({ what, why }) => `${what}: ${why}`)).toEqual([
    'HTTPRoute shop/s: it is attached to shop/g listener other',
  ]);
});

test.each([
  ['a port of the Service, open though no pod answers behind it', 80, '100 % 503'],
  ['a port of the pods alone', 7070, 'error connection refused: no server of a Gateway opens port 7070'],
  ['a port that only another Service of the pods has', 9090, 'error connection refused: no server of a Gateway opens port 9090'],
])('a listener that a named Service serves: %s', (_, port, expected) => {
  const listeners = [80, 7070, 9090].map((number) => `{ name: l${number}, port: ${number}, protocol: HTTP }`).join(', ');
  const pods = `---
{ apiVersion: v1, kind: Service, metadata: { name: front, namespace: shop }, spec: { selector: { app: front }, ports: [{ name: http, port: 80, targetPort: 8080 }] } }
---
{ apiVersion: v1, kind: Service, metadata: { name: back, namespace: shop }, spec: { selector: { app: front }, ports: [{ name: http, port: 9090 }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: front, namespace: shop, labels: { app: front } }, spec: { containers: [{ name: istio-proxy, image: "p:1" }] } }
`;
  const addressed = gateway(listeners, ', addresses: [{ type: Hostname, value: front.shop.svc.cluster.local }]');
  expect(answer(`${pods}${addressed}${route(`{ ${to('a')} }`)}`, `http://x.example.com:${port}/`)).toBe(expected);
});
