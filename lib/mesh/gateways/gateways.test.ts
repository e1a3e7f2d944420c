import { FieldReader } from '../../manifest/field';
import { deployment, meshOf, object } from '../objects.test.helper';
import { GatewayPorts } from './gateway-ports';
import { gateway, redirect, server, simple } from './gateways.test.helper';
import { sameSelector } from './server-hosts';

const apiVersion = 'networking.istio.io/v1';
const service = (name: string, spec: object, more: object = {}) => object('Service', name, { spec, ...more });

// [a server, what is read of it]
test.each<[object, object]>([
  [server(80, 'HTTP'), { passthrough: false, routesHttp: true, bind: '', port: { number: 80, name: 'http-80', protocol: 'http' } }],
  [server(443, 'HTTPS', ['*'], simple), { passthrough: false, routesHttp: true }],
  [server(443, 'HTTPS', ['*'], { tls: { mode: 'PASSTHROUGH' } }), { passthrough: true, routesHttp: false }],
  [server(443, 'HTTPS', ['*'], { tls: {} }), { passthrough: true, routesHttp: false }],
  [server(443, 'HTTPS', ['*'], { tls: { mode: 'AUTO_PASSTHROUGH' } }), { passthrough: true, routesHttp: false }],
  [server(443, 'TLS', ['*'], simple), { passthrough: false, routesHttp: false }],
  [server(443, 'HTTPS'), { passthrough: false, routesHttp: true, tls: undefined }],
  [server(80, 'HTTP', ['*'], { bind: '10.0.0.1' }), { bind: '10.0.0.1' }],
  [server(80, 'GRPC', ['*'], redirect), { routesHttp: true, passthrough: true }],
  [
    { port: {} },
    { port: { number: 0, name: '', protocol: 'unsupported' }, hosts: [], writtenHosts: [], passthrough: false, routesHttp: false },
  ],
  [server(80, 'HTTP', ['./a', '*/b', 'c', 'ns/d']), { hosts: ['edge/a', 'b', 'c', 'ns/d'], writtenHosts: ['./a', '*/b', 'c', 'ns/d'] }],
  [server(80, 'HTTP', ['./a', '*/*']), { hosts: ['*'], writtenHosts: ['./a', '*/*'] }],
])('a server %j', (spec, expected) => {
  expect(meshOf([gateway('edge/g', [spec])]).gateways.all[0]?.servers).toMatchObject([expected]);
});

test('a Gateway, and the pods that take it', () => {
  const { gateways } = meshOf([
    gateway('edge/b', [{ hosts: ['lost'] }, server(80, 'HTTP')], { istio: 'other' }),
    gateway('edge/a', [], {}),
    object('Gateway', 'edge/c', { apiVersion, spec: { servers: [] } }),
  ]);
  expect(gateways.names).toEqual(['edge/a', 'edge/b', 'edge/c']);
  expect(gateways.get('edge/b')?.servers.map(({ index }) => index)).toEqual([1]);
  expect(gateways.get('edge/b')?.titleOf(1)).toBe('edge/b server 1');
  expect(gateways.get('edge/b')?.isConverted).toBe(false);
  expect(gateways.get('edge/none')).toBeUndefined();
  const taking = (labels: Readonly<Record<string, string>>) => gateways.selecting({ namespace: 'any', labels }).map(({ name }) => name);
  expect(taking({ istio: 'other', more: '1' })).toEqual(['edge/a', 'edge/b', 'edge/c']);
  expect(taking({ istio: 'ingressgateway' })).toEqual(['edge/a', 'edge/c']);
});

test('ports of the Service of a gateway lead to ports of its pods', () => {
  const ports = [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'named', port: 81, targetPort: 'web' },
    { name: 'lost', port: 82, targetPort: 'none' },
  ];
  const untranslated = {
    annotations: { 'experimental.istio.io/disable-gateway-port-translation': '' },
    labels: { 'experimental.istio.io/disable-gateway-port-translation': '' },
  };
  const { services, workloads } = meshOf([
    service('edge/a', { selector: { app: 'gw' }, ports }),
    service('edge/b', { selector: { app: 'gw' }, ports: [{ name: 'x', port: 90, targetPort: 9090 }] }, untranslated),
    service('edge/c', { selector: { app: 'other' }, ports: [{ name: 'x', port: 91, targetPort: 9191 }] }),
    service('edge/d', { ports: [{ name: 'x', port: 92, targetPort: 9292 }] }),
    service('far/e', { selector: { app: 'gw' }, ports: [{ name: 'x', port: 93, targetPort: 9393 }] }),
    deployment('edge/gw', { app: 'gw' }, { pod: { containers: [{ ports: [{ name: 'web', containerPort: 7070 }] }] } }),
  ]);
  const of = new GatewayPorts(services, workloads, { namespace: 'edge', labels: { app: 'gw' } });
  const asked = [80, 81, 82, 90, 91, 92, 93];
  expect(asked.map((port) => of.listening(port))).toEqual([8080, 7070, 82, 90, 91, 92, 93]);
  expect(asked.map((port) => of.called(port))).toEqual([8080, 7070, 82, 9090, 91, 92, 93]);
});

test('pods that serve a host: those of exact hosts first, then of the longest wildcard; of all where none does', () => {
  const named = (name: string, hosts: readonly string[]) => gateway(`edge/${name}`, [server(80, 'HTTP', hosts)], { gw: name });
  const mesh = meshOf([
    named('any', ['*']),
    named('exact', ['ns/A.example.com']),
    named('long', ['*.a.example.com', '*.example.com']),
    named('short', ['*.example.com']),
    gateway('edge/open', [server(80, 'HTTP', ['a.example.com'])], {}),
    deployment('edge/one', { gw: 'short', v: '1' }),
    deployment('edge/two', { gw: 'short', v: '2' }),
    deployment('edge/again', { gw: 'short', v: '2' }),
  ]);
  const serving = (domain: string) =>
    mesh.gatewayPods.serving(domain).map(({ labels, namespace }) => `${namespace} ${labels.gw}${labels.v ?? ''}`);
  expect(serving('a.example.com')).toEqual(['istio-system exact', 'istio-system long', 'edge short1', 'edge short2', 'istio-system any']);
  expect(serving('x.a.example.com')).toEqual(['istio-system long', 'edge short1', 'edge short2', 'istio-system any']);
  expect(serving('other.org')).toEqual(['istio-system any']);
  expect(meshOf([named('exact', ['a']), named('two', ['b'])]).gatewayPods.serving('c')).toHaveLength(2);
  const [any] = mesh.gateways.all;
  const short = mesh.gateways.get('edge/short');
  expect([any, short].map((each) => each && mesh.gatewayPods.isAssumed(each))).toEqual([true, false]);
  expect(mesh.gatewayPods.first).toEqual({ namespace: 'istio-system', labels: { gw: 'any' } });
  expect(mesh.gatewayPods.first).toBe(mesh.gatewayPods.first);
  const empty = meshOf([gateway('edge/open', [], {})]).gatewayPods;
  expect(empty.first).toEqual({ namespace: 'istio-system', labels: { istio: 'ingressgateway', app: 'istio-ingressgateway' } });
});

test('hosts that several Gateways of one pod serve', () => {
  const { serverHosts, gateways } = meshOf([
    gateway('edge/a', [server(80, 'HTTP', ['x', 'x', 'y'])]),
    gateway('edge/b', [server(80, 'HTTP', ['x']), server(81, 'HTTP', ['y'])]),
    gateway('edge/c', [server(80, 'HTTP', ['x'], { bind: '10.0.0.1' })]),
    deployment('edge/gw', { istio: 'ingressgateway', app: 'gw' }),
  ]);
  const rivals = (name: string, index: number, host: string) => {
    const found = gateways.get(name);
    const [read] = new FieldReader(found?.manifest.object).at('spec', 'servers').items.slice(index);
    return read && serverHosts.rivalsOf(name, { server: read, host }).map(({ gateway: of, port }) => `${of} ${port}`);
  };
  expect(rivals('edge/a', 0, 'x')).toEqual(['edge/b 80']);
  expect(rivals('edge/b', 0, 'x')).toEqual(['edge/a 80']);
  expect(rivals('edge/a', 0, 'y')).toEqual([]);
  expect(rivals('edge/c', 0, 'x')).toEqual([]);
  expect(serverHosts.sharePod({ istio: 'ingressgateway' }, { app: 'gw' })).toBe(true);
  expect(serverHosts.sharePod({ istio: 'ingressgateway' }, { istio: 'other' })).toBe(false);
  expect(serverHosts.sharePod({ istio: 'ingressgateway' }, { app: 'none' })).toBe(false);
  expect(serverHosts.narrowsSelector({ istio: 'ingressgateway' }, { app: 'gw', istio: 'ingressgateway' })).toBe(true);
  expect(serverHosts.narrowsSelector({ app: 'gw', istio: 'ingressgateway' }, { istio: 'ingressgateway' })).toBe(true);
  expect(serverHosts.narrowsSelector({ istio: 'ingressgateway' }, { app: 'gw' })).toBe(false);
  expect(serverHosts.narrowsSelector({ app: 'g' }, { app: 'gw' })).toBe(false);
  expect(sameSelector({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true);
  expect(sameSelector({ a: '1' }, { a: '1', b: '2' })).toBe(false);
});
