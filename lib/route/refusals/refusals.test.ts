import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../../mesh/mesh';
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

function refusals({ http = [{ route: to }], rule = {}, server = {} }: { http?: unknown; rule?: object; server?: object }): string[] {
  const objects: KubernetesObject[] = [
    gateway(server),
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
  const router = new GatewayRouter(Mesh.of(objects, { admission: 'ignored' }), { namespace: 'istio-system', labels: {} });
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
