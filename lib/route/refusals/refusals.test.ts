import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../../mesh/mesh';
import type { MeshOptions } from '../../mesh/mesh-options';
import { GatewayRouter } from '../gateway/gateway-router';

const networking = 'networking.istio.io/v1';
const to = [{ destination: { host: 'user' } }];

function gateway(server: object): KubernetesObject {
  const port = { number: 80, name: 'http', protocol: 'HTTP' };
  return {
    apiVersion: networking,
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'istio-system' },
    spec: { servers: [{ port, hosts: ['*'], ...server }] },
  };
}

interface Written {
  readonly http?: unknown;
  readonly rule?: object;
  readonly server?: object;
  /** Of the Gateway, beside that server. */
  readonly more?: readonly object[];
}

function refusals({ http = [{ route: to }], rule = {}, server = {}, more = [] }: Written, options: MeshOptions = {}): string[] {
  const own = gateway(server);
  const objects: KubernetesObject[] = [
    { ...own, spec: { servers: [...(own.spec as { servers: object[] }).servers, ...more] } },
    {
      apiVersion: networking,
      kind: 'VirtualService',
      metadata: { name: 'a', namespace: 'demo' },
      spec: { hosts: ['*'], gateways: ['istio-system/g'], http },
    },
    { apiVersion: networking, kind: 'DestinationRule', metadata: { name: 'd', namespace: 'demo' }, spec: { host: 'user', ...rule } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'user', namespace: 'demo' },
      spec: { selector: { app: 'user' }, ports: [{ name: 'http', port: 8000 }] },
    },
  ];
  const router = new GatewayRouter(Mesh.of(objects, { admission: 'ignored', ...options }), { namespace: 'istio-system', labels: {} });
  return router.refusals.map(({ place, reason }) => `${place.path.join('.')}: ${reason}`);
}

test.each([
  [
    'a regex RE2 does not know',
    { http: [{ match: [{ uri: { regex: '(?=a)' } }], route: to }] },
    'spec.http.0.match.0.uri.regex: RE2 does not know',
  ],
  [
    'an empty regex',
    { http: [{ match: [{ headers: { x: { regex: '' } } }], route: to }] },
    'spec.http.0.match.0.headers.x.regex: the regex is empty',
  ],
  [
    'an empty prefix',
    { http: [{ match: [{ queryParams: { q: { prefix: '' } } }], route: to }] },
    'spec.http.0.match.0.queryParams.q.prefix: the prefix is empty',
  ],
  [
    'an empty name',
    { http: [{ match: [{ withoutHeaders: { '': { exact: 'x' } } }], route: to }] },
    'spec.http.0.match.0.withoutHeaders: a name',
  ],
  [
    'a claim without a value',
    { http: [{ match: [{ headers: { '@request.auth.claims.a': {} } }], route: to }] },
    'spec.http.0.match.0.headers.@request.auth.claims.a: a claim needs a value',
  ],
  ['no action', { http: [{ match: [{ uri: { prefix: '/' } }] }] }, 'spec.http.0: the rule says nothing'],
  [
    'a redirect code Envoy lacks',
    { http: [{ redirect: { uri: '/x', redirectCode: 304 } }] },
    'spec.http.0.redirect.redirectCode: Envoy has no redirect with code `304`',
  ],
  ['a status that is none', { http: [{ directResponse: { status: 600 } }] }, 'spec.http.0.directResponse.status: `600`'],
  [
    'a fault status that is none',
    { http: [{ fault: { abort: { httpStatus: 99 } }, route: to }] },
    'spec.http.0.fault.abort.httpStatus: `99`',
  ],
  ['weights that are all 0', { http: [{ route: [...to, ...to] }] }, 'spec.http.0.route: every destination has weight 0'],
  [
    'a header without a name',
    { http: [{ headers: { request: { set: { '': '1' } } }, route: to }] },
    'spec.http.0.headers.request.set.: a header has no name',
  ],
  [
    'a broken command',
    { http: [{ headers: { response: { add: { x: '%REQ(a%' } } }, route: to }] },
    'spec.http.0.headers.response.add.x: header `x` cannot have',
  ],
  [
    'an unknown command',
    { http: [{ headers: { request: { add: { x: '%NOPE%' } } }, route: to }] },
    'spec.http.0.headers.request.add.x: header `x` cannot have',
  ],
  [
    'a hash on no header',
    { rule: { trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: '' } } } } },
    'spec.http.0.route: the consistent hash',
  ],
  ['a subset named twice', { rule: { subsets: [{ name: 'v1' }, { name: 'v1' }] } }, 'spec.subsets.1.name: two subsets are called `v1`'],
  ['a subset without a name', { rule: { subsets: [{ labels: { a: 'b' } }] } }, 'spec.subsets.0.name: a subset has no name'],
  ['hosts that crash istiod', { server: { hosts: ['*/*', './a.com'] } }, 'spec.servers.0.hosts.1: istiod crashes on `./a.com`'],
  ['an address that is none', { server: { bind: 'x' } }, 'spec.servers.0.bind: `x` is no IP address'],
])('Envoy refuses %s', (_, objects, expected) => {
  expect(refusals(objects)).toEqual([expect.stringContaining(expected)]);
});

test.each([
  ['a regex `*` for a header, which means presence', { http: [{ match: [{ headers: { x: { regex: '*' } } }], route: to }] }],
  ['an empty exact value', { http: [{ match: [{ headers: { x: { exact: '' } } }], route: to }] }],
  ['one destination of weight 0', { http: [{ route: [{ destination: { host: 'user' }, weight: 0 }] }] }],
  ['a plain percent sign, written twice', { http: [{ headers: { request: { set: { x: '50%%' } } }, route: to }] }],
  ['what no route of this gateway holds', { http: [{ route: to }, { redirect: { redirectCode: 304 } }] }],
])('Envoy takes %s', (_, objects) => {
  expect(refusals(objects)).toEqual([]);
});

test.each(['%REQ%', '%REQ()%', '%PROTOCOL(x)%', '%FOO%', '100%', '%REQ(x)'])('Envoy refuses the header value %s', (value) => {
  expect(refusals({ http: [{ headers: { request: { set: { x: value } } }, route: to }] })).toHaveLength(1);
});

test.each(['%START_TIME%', '%START_TIME(%s)%', '%PROTOCOL%', '%REQ(a)% %REQ(b?c):3%', '100%%'])(
  'Envoy takes the header value %s',
  (value) => {
    expect(refusals({ http: [{ headers: { request: { set: { x: value } } }, route: to }] })).toEqual([]);
  },
);

const https = (hosts: readonly string[], name = 'https') => ({
  port: { number: 443, name, protocol: 'HTTPS' },
  hosts,
  tls: { mode: 'SIMPLE', credentialName: 'c' },
});
const hash = (consistentHash: object) => ({ rule: { trafficPolicy: { loadBalancer: { consistentHash } } } });
const noAddress = 'spec.servers.0.bind: `10.1.2.3` is no address of the pod';

// [what is written, what Envoy rejects of it where the manifests are all there is]
test.each<[string, Written, readonly string[]]>([
  ['an address of another pod', { server: { bind: '10.1.2.3' } }, [noAddress]],
  ...['0.0.0.0', '127.0.0.1', '127.9.9.9', '::', '::1'].map((bind): [string, Written, readonly string[]] => [
    bind,
    { server: { bind } },
    [],
  ]),
  ['an address of IPv6', { server: { bind: 'fe80::1' } }, ['spec.servers.0.bind: `fe80::1` is no address of the pod']],
  ['no address', { server: { bind: 'here' } }, ['spec.servers.0.bind: `here` is no IP address']],
  ['no port', { server: { port: { number: 65536, name: 'http', protocol: 'HTTP' } } }, ['spec.servers.0.port.number: `65536` is no port']],
  ['the last port', { server: { port: { number: 65535, name: 'http', protocol: 'HTTP' } } }, []],
  [
    'no address and no port',
    { server: { bind: 'here', port: { number: 65536, name: 'http', protocol: 'HTTP' } } },
    ['spec.servers.0.bind: `here` is no IP address'],
  ],
  [
    'a star within a label',
    { more: [https(['a*.com'])] },
    ['spec.servers.1.hosts: `a*.com` cannot be a server name of TLS: a `*` stands for whole labels'],
  ],
  ['a star of a whole label', { more: [https(['*.a.com', '*'])] }, []],
  [
    'one name of two servers',
    { more: [https(['a.com', 'b.com']), https(['c.com', 'B.com'], 'second')] },
    ['spec.servers.2.hosts: another server on the port takes the server name `b.com` too'],
  ],
  [
    'any name of two servers',
    { more: [https(['*']), https(['demo/*'], 'second')] },
    ['spec.servers.2.hosts: another server on the port takes the server name `*` too'],
  ],
  ['a name within a wildcard', { more: [https(['*.a.com']), https(['b.a.com'], 'second')] }, []],
  [
    'every namespace, then one',
    { server: { hosts: ['*/*', 'a.com', './b.com'] } },
    ['spec.servers.0.hosts.2: istiod crashes on `./b.com` behind `*/*`, for every gateway and sidecar'],
  ],
  [
    'every namespace, then every one for a host',
    { server: { hosts: ['*/*', '*/b.com'] } },
    ['spec.servers.0.hosts.1: istiod crashes on `*/b.com` behind `*/*`, for every gateway and sidecar'],
  ],
  ['every namespace last', { server: { hosts: ['./b.com', '*/*'] } }, []],
  ['every namespace twice', { server: { hosts: ['*/*', '*/*'] } }, []],
  ['every namespace, then a named one', { server: { hosts: ['*/*', 'demo/b.com'] } }, []],
  [
    'a cookie without a name',
    hash({ httpCookie: { ttl: '0s' } }),
    ['spec.http.0.route: the consistent hash of its destination has a cookie without a name'],
  ],
  [
    'a parameter without a name',
    hash({ httpQueryParameterName: '' }),
    ['spec.http.0.route: the consistent hash of its destination has a queryParameter without a name'],
  ],
  [
    'a header without a name',
    hash({ httpHeaderName: '' }),
    ['spec.http.0.route: the consistent hash of its destination has a header without a name'],
  ],
  ['the source address', hash({ useSourceIp: true }), []],
  ['a hash that no route uses', { ...hash({ httpHeaderName: '' }), http: [{ redirect: { uri: '/a' } }] }, []],
  [
    'a hash that no answer of the rule uses',
    { ...hash({ httpHeaderName: '' }), http: [{ directResponse: { status: 200 }, route: to }] },
    [],
  ],
])('what Envoy rejects of %s', (_, written, expected) => {
  expect(refusals(written, { complete: true })).toEqual(expected);
});

test('an address may be that of the pod where the manifests are not all there is', () => {
  expect(refusals({ server: { bind: '10.1.2.3' } }, { complete: false })).toEqual([]);
});
