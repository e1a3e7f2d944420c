import type { Chart } from 'cdk8s';
import { MeshApp } from '../app';
import { ConsistentHash } from './consistent-hash';
import { declared, refusal, specOf, yamlOf } from './declared.test.helper';
import { DestinationRule } from './destination-rule';
import { Duration } from './duration';
import { ExternalService } from './external-service';
import { Gateway, type GatewayProps } from './gateway';
import { Header } from './header';
import type { VirtualServiceRoute } from './http-route';
import { Microservice } from './microservice';
import { Path } from './path';
import { Percent } from './percent';
import { Server } from './server';
import { StringMatch } from './string-match';
import type { TrafficApi } from './traffic-api';
import { VirtualService, type VirtualServiceProps } from './virtual-service';

const hosts = ['shop.example.com'];
const edge = (chart: Chart) => new Gateway(chart, 'edge', { servers: [Server.http({ hosts })] });
const users = (chart: Chart) => new Microservice(chart, 'user', { image: 'user', port: 8000, versions: { v1: {}, v2: {} } });
const site = (props: (to: Microservice<'v1' | 'v2'>) => Partial<VirtualServiceProps>) => (chart: Chart) =>
  new VirtualService(chart, 'site', { hosts, gateways: [edge(chart)], ...props(users(chart)) });

test('a gateway of every kind of server, its routes and its backends', () => {
  const declare = (chart: Chart) => {
    const servers = [
      Server.http({ hosts, httpsRedirect: true }),
      Server.https({
        hosts: [...hosts, 'team/*.example.com'],
        credential: 'shop-certificate',
        mutual: 'optional',
        cipherSuites: ['A', 'B'],
      }),
      Server.passthrough({ hosts: ['bank.example.com'], port: 9443 }),
      Server.tcp({ port: 5432, name: 'postgres' }),
    ];
    const gateways = [new Gateway(chart, 'edge', { servers, spec: { addresses: [{ value: '203.0.113.7' }] } })];
    const bank = new ExternalService(chart, 'bank', { host: 'bank.example.net', ports: [{ number: 443, protocol: 'tls' }] });
    const routes: VirtualServiceRoute[] = [
      {
        name: 'cart',
        path: Path.under('/cart'),
        headers: [Header.exists('mode')],
        to: Microservice.fromHost('cart.other.svc.cluster.local', { port: 80 }),
        rewrite: { path: '/', authority: 'cart.example.com' },
        timeout: Duration.seconds(3),
        retries: { attempts: 3, perTryTimeout: Duration.millis(500) },
        mirror: [{ to: Microservice.fromHost('audit', { port: 80 }), percentage: Percent.of(0.5) }],
        cors: { allowOrigins: [StringMatch.exactly('https://a.com')], allowMethods: ['GET'], maxAge: Duration.minutes(1) },
        requestHeaders: { set: { a: 'b' }, add: { c: 'd' }, remove: ['e'] },
      },
      { path: Path.exactly('/old'), redirect: { path: '/new', authority: 'new.example.com:8443', code: 308 } },
    ];
    new VirtualService(chart, 'site', { hosts, gateways, routes });
    new VirtualService(chart, 'bank-site', { hosts: ['bank.example.com'], gateways, tls: [{ to: bank }] });
    const postgres = Microservice.fromHost('postgres', { port: 5432, protocol: 'tcp' });
    new VirtualService(chart, 'database', { hosts: ['*'], gateways, tcp: [{ port: 5432, to: postgres }] });
  };
  expect(yamlOf(declare, 'gateway-api')).toMatchSnapshot();
});

test('a version that a route names has a Service of its own, and no subset', () => {
  const objects = declared(
    site((to) => ({ routes: [{ to: to.version('v2') }] })),
    'gateway-api',
  );
  const services = objects
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata, spec }) => [metadata.name, (spec as { selector: object }).selector]);
  expect(services).toEqual([
    ['user', { app: 'user' }],
    ['user-v2', { app: 'user', version: 'v2' }],
  ]);
  expect(objects.map(({ kind }) => kind)).not.toContain('DestinationRule');
});

test('in the mesh the service is the parent', () => {
  const routesOf = (props: Partial<VirtualServiceProps>) =>
    specOf(
      declared((chart) => {
        const to = users(chart);
        new VirtualService(chart, 'calls', { hosts: [to], routes: [{ to, timeout: Duration.seconds(1) }], ...props });
      }, 'gateway-api'),
      'HTTPRoute',
    );
  expect(routesOf({})).toMatchObject({ parentRefs: [{ group: '', kind: 'Service', name: 'user' }] });
  expect(routesOf({})).not.toHaveProperty('hostnames');
  const consumer = routesOf({ hosts: ['cart.other.svc.cluster.local'], exportTo: ['.'] });
  expect(consumer).toMatchObject({ parentRefs: [{ kind: 'Service', name: 'cart', namespace: 'other' }] });
});

test('parents with the same routes share an object; a port is one of its parents', () => {
  const objects = declared((chart) => {
    const to = users(chart);
    const gateways = [new Gateway(chart, 'edge', { servers: [Server.http({ hosts }), Server.http({ hosts, port: 8080 })] })];
    new VirtualService(chart, 'site', { hosts, gateways, routes: [{ port: 8080, path: Path.under('/a'), to }, { to }] });
  }, 'gateway-api');
  const routes = objects.filter(({ kind }) => kind === 'HTTPRoute');
  const found = routes.map(({ metadata, spec }) => ({ name: metadata.name, ...(spec as { parentRefs: object; rules: unknown[] }) }));
  expect(found.map(({ name, parentRefs, rules }) => [name, parentRefs, rules.length])).toEqual([
    ['site', [{ name: 'edge', port: 80 }], 1],
    ['site-2', [{ name: 'edge', port: 8080 }], 2],
  ]);
});

describe('what the Gateway API does not have names the route and the choice', () => {
  const second = Duration.seconds(1);
  test.each<[string, (to: Microservice<'v1' | 'v2'>) => VirtualServiceRoute]>([
    ['fault injection (`fault`)', (to) => ({ to, fault: { delay: { duration: second, percentage: Percent.ALL } } })],
    ['answer by the proxy itself (`directResponse`)', () => ({ directResponse: { status: 200 } })],
    ['condition on the scheme', (to) => ({ to, scheme: 'http' })],
    ['condition on the authority of one route', (to) => ({ to, authority: 'a.com' })],
    ['condition on the labels of the caller (`sourceLabels`)', (to) => ({ to, sourceLabels: { app: 'a' } })],
    ['condition that a header has no value (`mode`)', (to) => ({ to, headers: [Header.absent('mode')] })],
    ["prefix that is compared by characters: `Path.startsWith('/a')`", (to) => ({ to, path: Path.startsWith('/a') })],
    ['change of every path by its first character (`/a`)', (to) => ({ to, rewrite: '/a' })],
    ['prefix that ends with `/`: `/b/`', (to) => ({ to, path: Path.under('/a'), rewrite: '/b/' })],
    ['retry on `5xx`', (to) => ({ to, retries: { attempts: 1, on: ['5xx'] } })],
    [
      'origin that is matched by a prefix or an expression (`cors.allowOrigins`)',
      (to) => ({ to, cors: { allowOrigins: [StringMatch.startsWith('https://')] } }),
    ],
  ])('%s', (feature, route) => {
    const error = refusal(
      site((to) => ({ routes: [{ ...route(to), name: 'main' } as VirtualServiceRoute] })),
      'gateway-api',
    );
    expect(error.errorName).toBe('NotInGatewayApi');
    expect(error.fact).toBe(`the Gateway API has no ${feature}`);
    expect(error.details).toMatchObject({
      construct: 'shop/site',
      at: 'route 1 (main)',
      fix: expect.stringContaining("`trafficApi: 'istio'`"),
    });
    declared(site((to) => ({ routes: [route(to)] })));
  });

  test.each<[string, GatewayProps]>([
    ['selector of pods (`selector`)', { servers: [Server.http({ hosts })], selector: { istio: 'internal' } }],
    ['choice of versions of TLS (`minTls`, `maxTls`)', { servers: [Server.https({ hosts, credential: 'a', minTls: '1.3' })] }],
    [
      "choice of callers' certificates by name (`subjectAltNames`)",
      { servers: [Server.https({ hosts, credential: 'a', subjectAltNames: ['b'] })] },
    ],
    [
      'server that passes TLS of the mesh through (`Server.autoPassthrough`)',
      { servers: [Server.autoPassthrough({ hosts: ['*.local'] })] },
    ],
  ])('%s', (feature, props) => {
    const error = refusal((chart) => new Gateway(chart, 'edge', props), 'gateway-api');
    expect(error.fact).toBe(`the Gateway API has no ${feature}`);
  });

  test('consistent hash, and what else a DestinationRule says', () => {
    const rule = (trafficApi?: TrafficApi) => (chart: Chart) =>
      new DestinationRule(chart, 'sticky', { service: users(chart), loadBalancing: ConsistentHash.onHeader('a'), trafficApi });
    expect(refusal(rule(), 'gateway-api').message).toContain('no traffic policy for `user.shop.svc.cluster.local` (consistent hash)');
    expect(declared(rule('istio'), 'gateway-api').map(({ kind }) => kind)).toContain('DestinationRule');
    const pool = { connectTimeout: Duration.seconds(1) };
    const limited = (chart: Chart) => new Microservice(chart, 'user', { image: 'user:v1', port: 80, connectionPool: pool });
    expect(refusal(limited, 'gateway-api').fact).toContain('(`connectionPool`)');
  });

  test('routes in the mesh for callers that the Gateway API does not tell apart', () => {
    const calls = (props: Partial<VirtualServiceProps>) => (chart: Chart) => {
      const to = users(chart);
      new VirtualService(chart, 'calls', { hosts: [to], routes: [{ to }], ...props });
    };
    expect(refusal(calls({ hosts: ['a.other.svc.cluster.local'] }), 'gateway-api').fact).toContain('every caller of `a.other');
    expect(refusal(calls({ exportTo: ['.'] }), 'gateway-api').fact).toContain('restriction of the callers');
    expect(refusal(calls({ hosts: ['a.example.com'] }), 'gateway-api').fact).toContain('which is no Service');
  });
});

test('an order that both APIs do not share is refused', () => {
  const routes = (to: Microservice<'v1' | 'v2'>): VirtualServiceRoute[] => [
    { name: 'dev', headers: [Header.is('mode', 'dev')], to },
    { name: 'cart', path: Path.under('/cart'), to },
  ];
  const error = refusal(
    site((to) => ({ routes: routes(to) })),
    'gateway-api',
  );
  expect([error.errorName, error.fact]).toEqual(['RouteOrder', 'route 2 (cart) would be tried before route 1 (dev)']);
  declared(
    site((to) => ({ routes: routes(to).reverse() })),
    'gateway-api',
  );
});

test('gateways and routes are of one API', () => {
  const istio = (chart: Chart) =>
    new VirtualService(chart, 'site', { hosts, gateways: [Gateway.fromName('edge/edge')], routes: [{ to: users(chart) }] });
  expect(refusal(istio, 'gateway-api').errorName).toBe('GatewayOfIstio');
  const other = (chart: Chart) =>
    new VirtualService(chart, 'site', { trafficApi: 'istio', hosts, gateways: [edge(chart)], routes: [{ to: users(chart) }] });
  expect(refusal(other, 'gateway-api').errorName).toBe('GatewayOfOtherApi');
  const known = Gateway.fromName('edge/edge', { trafficApi: 'gateway-api' });
  const named = (chart: Chart) => new VirtualService(chart, 'site', { hosts, gateways: [known], routes: [{ to: users(chart) }] });
  expect(specOf(declared(named, 'gateway-api'), 'HTTPRoute').parentRefs).toEqual([{ name: 'edge', namespace: 'edge' }]);
});

test('an unknown API is refused with the nearest name', () => {
  expect(() => new MeshApp({ trafficApi: 'gatewayapi' as TrafficApi })).toThrow(/UnknownTrafficApi: .*`gatewayapi`[\s\S]*fix: gateway-api/);
});
