import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../../mesh/mesh';
import type { Decision } from '../answer/decision';
import { GatewayRouter } from '../gateway/gateway-router';
import { request } from '../request/request';
import { SidecarRouter } from '../sidecar/sidecar-router';

const networking = 'networking.istio.io/v1';
const ingress = { namespace: 'istio-system', labels: { istio: 'ingressgateway', app: 'istio-ingressgateway' } };
const caller = { namespace: 'shop', labels: { app: 'web' } };
const ingressHost = 'istio-ingressgateway.istio-system.svc.cluster.local';
const egressHost = 'egress.istio-system.svc.cluster.local';

function object(apiVersion: string, kind: string, name: string, more: object): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...more };
}

function gateway(name: string, istio: string, server: object): KubernetesObject {
  const port = { number: 80, name: 'http', protocol: 'HTTP' };
  return object(networking, 'Gateway', name, { spec: { selector: { istio }, servers: [{ port, hosts: ['*'], ...server }] } });
}

function virtualService(name: string, spec: object): KubernetesObject {
  return object(networking, 'VirtualService', name, { spec: { hosts: [`${name}.example.com`], gateways: ['gw'], ...spec } });
}

function to(host: string, port = 80): object {
  return { route: [{ destination: { host, port: { number: port } } }] };
}

const egressLabels = { istio: 'egress' };
const world: readonly KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
  object('v1', 'Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } }),
  object('v1', 'Pod', 'web', {
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'web:1' }] },
  }),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'egress', namespace: 'istio-system' },
    spec: {
      selector: egressLabels,
      ports: [
        { name: 'http', port: 80 },
        { name: 'https', port: 443 },
      ],
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'egress', namespace: 'istio-system', labels: egressLabels },
    spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
  },
  object(networking, 'ServiceEntry', 'ext', {
    spec: { hosts: ['ext.example.org'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'DNS' },
  }),
  object('security.istio.io/v1', 'PeerAuthentication', 'strict', {
    metadata: { name: 'strict', namespace: 'istio-system' },
    spec: { mtls: { mode: 'STRICT' } },
  }),
];

function atIngress(objects: readonly KubernetesObject[], url = 'http://back.example.com/x'): Decision {
  const mesh = Mesh.of([...world, gateway('gw', 'ingressgateway', {}), ...objects]);
  return new GatewayRouter(mesh, ingress).route(request(url));
}

const back = (authority: string) => virtualService('back', { http: [{ rewrite: { authority }, ...to(ingressHost) }] });

test('a request that comes back to its gateway is looked up again, with the host it has then', () => {
  expect(atIngress([back('web.example.com'), virtualService('web', { http: [to('web')] })]).status).toBe(200);
  const { status, reason } = atIngress([back('web.shop')]);
  expect([status, reason]).toEqual([404, 'the gateway Pod istio-system/istio-ingressgateway-assumed: no virtual host takes `web.shop`']);
});

test('a redirect of the second gateway is the answer', () => {
  const away = virtualService('away', { http: [{ redirect: { authority: 'new.example.com' } }] });
  expect(atIngress([back('away.example.com'), away])).toMatchObject({ status: 301, location: 'http://new.example.com/x' });
});

test('a request that goes round and round is never answered', () => {
  expect(atIngress([back('back.example.com')])).toMatchObject({
    status: 503,
    reason: expect.stringMatching(/: the request goes round between gateways and is never answered$/),
  });
});

const toEgress = virtualService('egress', {
  hosts: ['ext.example.org'],
  gateways: ['mesh'],
  http: [to(egressHost)],
});
const onFromEgress = virtualService('on', { hosts: ['ext.example.org'], gateways: ['out'], http: [to('ext.example.org')] });

function fromSidecar(...objects: readonly KubernetesObject[]): Decision {
  return new SidecarRouter(Mesh.of([...world, ...objects]), caller).route(request('http://ext.example.org/'));
}

test.each([
  ['on to the host, in plain text although the mesh is STRICT', [gateway('out', 'egress', {}), onFromEgress], 200, null],
  ['nowhere without a route there', [gateway('out', 'egress', {})], 404, 'no route of `*` takes the request'],
  [
    'nowhere without a server on the port',
    [gateway('out', 'egress', { port: { number: 81, name: 'http', protocol: 'HTTP' } }), onFromEgress],
    503,
    'no server of a Gateway opens port 80',
  ],
  [
    'nowhere in plain text where the server asks for mutual TLS',
    [gateway('out', 'egress', { port: { number: 80, name: 'https', protocol: 'HTTPS' }, tls: { mode: 'ISTIO_MUTUAL' } }), onFromEgress],
    503,
    'the port speaks TLS only',
  ],
])('an egress gateway sends requests %s', (_, objects, status, reason) => {
  const decision = fromSidecar(toEgress, ...objects);
  expect(decision.status).toBe(status);
  if (reason === null) expect(decision.reason).toBeNull();
  else expect(decision.reason).toContain(reason);
});

test('with mutual TLS of a DestinationRule the egress gateway has the identity of the caller', () => {
  const server = gateway('out', 'egress', { port: { number: 80, name: 'https', protocol: 'HTTPS' }, tls: { mode: 'ISTIO_MUTUAL' } });
  const rule = object(networking, 'DestinationRule', 'out', {
    spec: { host: egressHost, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'ext.example.org' } } },
  });
  const deny = (principal: string): KubernetesObject => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'deny', namespace: 'istio-system' },
    spec: { selector: { matchLabels: egressLabels }, action: 'DENY', rules: [{ from: [{ source: { principals: [principal] } }] }] },
  });
  const sent = (principal: string) => fromSidecar(toEgress, server, onFromEgress, rule, deny(principal)).status;
  expect([sent('cluster.local/ns/shop/sa/default'), sent('cluster.local/ns/other/sa/default')]).toEqual([403, 200]);
});

test('whether the proxy before a gateway speaks the PROXY protocol is not known', () => {
  const config: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: 'istio-system' },
    data: { mesh: 'defaultConfig: { gatewayTopology: { proxyProtocol: {} } }' },
  };
  expect(fromSidecar(toEgress, gateway('out', 'egress', {}), onFromEgress, config)).toMatchObject({
    status: 200,
    undecided: ['whether the proxy before this gateway speaks the PROXY protocol, which it reads'],
  });
});

// [TLS of the DestinationRule, hosts of the server, does it answer]; the server name chooses the server
test.each<[object, readonly string[], number]>([
  [{ mode: 'SIMPLE' }, ['ext.example.org'], 200],
  [{ mode: 'SIMPLE' }, ['other.example.org'], 503],
  [{ mode: 'SIMPLE', sni: 'other.example.org' }, ['other.example.org'], 404],
  [{ mode: 'ISTIO_MUTUAL' }, ['ext.example.org'], 503],
  [{ mode: 'ISTIO_MUTUAL' }, ['*'], 200],
])('TLS %j to an egress gateway for %j: %s', (tls, hosts, status) => {
  const mode = { mode: 'OPTIONAL_MUTUAL', credentialName: 'c' };
  const server = gateway('out', 'egress', { port: { number: 80, name: 'https', protocol: 'HTTPS' }, hosts, tls: mode });
  const rule = object(networking, 'DestinationRule', 'out', { spec: { host: egressHost, trafficPolicy: { tls } } });
  expect(fromSidecar(toEgress, server, onFromEgress, rule).status).toBe(status);
});

test.each([
  ['web.shop.svc.corp.internal', 200, ['whether `web.shop.svc.corp.internal` is Service `shop/web`']],
  ['nope.shop.svc.corp.internal', 503, []],
])('a host of another cluster domain is undecided where the Service is known: %s', (host, status, undecided) => {
  const decision = atIngress([virtualService('web', { http: [to(host)] })], 'http://web.example.com/');
  expect(decision.status).toBe(status);
  expect(decision.undecided).toEqual(undecided.map((text) => expect.stringContaining(text)));
});

describe('TLS that the program opens', () => {
  const names = [{ port: 443, sniHosts: ['ext.example.org'] }];
  const tlsTo = (host: string) => [{ match: names, route: [{ destination: { host, port: { number: 443 } } }] }];
  const entry = object(networking, 'ServiceEntry', 'tls', {
    spec: { hosts: ['ext.example.org'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' },
  });
  const out = (tls: object, port = 443, hosts = ['ext.example.org']) =>
    gateway('out', 'egress', { port: { number: port, name: 'tls', protocol: 'TLS' }, hosts, tls });
  const first = virtualService('first', { hosts: ['ext.example.org'], gateways: ['mesh'], tls: tlsTo(egressHost) });
  const onward = virtualService('onward', { hosts: ['ext.example.org'], gateways: ['out'], tls: tlsTo('ext.example.org') });
  const others = world.filter(({ kind }) => kind !== 'ServiceEntry');

  function sent(...objects: readonly KubernetesObject[]): Pick<Decision, 'status' | 'undecided'> & { readonly to?: string } {
    const mesh = Mesh.of([...others, entry, first, ...objects]);
    const { status, undecided, reason, policies } = new SidecarRouter(mesh, caller).route(request('https://ext.example.org/'));
    expect(policies ?? []).toEqual([]);
    return { status, undecided, ...(reason === null ? {} : { to: reason }) };
  }

  test('goes on from an egress gateway by its server name', () => {
    expect(sent(out({ mode: 'PASSTHROUGH' }), onward)).toEqual({ status: 200, undecided: [] });
  });

  test.each([
    ['no server takes the name', [out({ mode: 'PASSTHROUGH' }, 443, ['other.example.org']), onward], 'no server'],
    ['no server opens the port', [out({ mode: 'PASSTHROUGH' }, 8443), onward], 'opens port 443'],
  ])('ends there where %s', (_, objects, why) => {
    expect(sent(...objects)).toEqual({ status: 'error', undecided: [], to: expect.stringContaining(why) });
  });

  test('goes round between gateways and is never answered', () => {
    const round = virtualService('onward', { hosts: ['ext.example.org'], gateways: ['out'], tls: tlsTo(egressHost) });
    expect(sent(out({ mode: 'PASSTHROUGH' }), round)).toEqual({
      status: 'error',
      undecided: [],
      to: expect.stringMatching(/: the request goes round between gateways and is never answered$/),
    });
  });

  test('is undecided within mutual TLS between the proxies', () => {
    const rule = object(networking, 'DestinationRule', 'out', {
      spec: { host: egressHost, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
    });
    expect(sent(out({ mode: 'PASSTHROUGH' }), onward, rule).undecided).toEqual([
      'what the gateway Pod istio-system/egress makes of a connection whose bytes are not read before it',
    ]);
  });
});
