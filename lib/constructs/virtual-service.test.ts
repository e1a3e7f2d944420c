import { declared, refusal, specOf, yamlOf } from './declared.test.helper';
import { Endpoint } from './destination';
import { Gateway } from './gateway';
import { Microservice } from './microservice';
import { Path } from './path';
import { Server } from './server';
import { VirtualService, type VirtualServiceProps } from './virtual-service';

const to = new Endpoint({ host: 'user-service', port: 8000 });
const specFor = (props: VirtualServiceProps) =>
  specOf(
    declared((chart) => new VirtualService(chart, 'site', props)),
    'VirtualService',
  );

test('a virtual service with routes of all three kinds', () => {
  const props = {
    hosts: ['shop.example.com', 'bank.example.com'],
    gateways: [Gateway.fromName('istio-system/edge'), 'mesh' as const],
    routes: [{ path: Path.under('/user'), rewrite: '/', to }],
    tls: [{ to, sniHosts: ['bank.example.com'], port: 443 }],
    tcp: [{ to, port: 5432 }, { to }],
  };
  expect(yamlOf((chart) => new VirtualService(chart, 'site', props))).toMatchSnapshot();
});

test('tls routes are for the hosts of their virtual service, unless they say otherwise', () => {
  expect(specFor({ hosts: ['a.com', 'b.com'], tls: [{ to }] }).tls).toMatchObject([{ match: [{ sniHosts: ['a.com', 'b.com'] }] }]);
});

test('a service of the mesh is a host by reference, and its callers’ sidecars route it', () => {
  const objects = declared((chart) => {
    const users = new Microservice(chart, 'user', { image: 'user:v1', port: 8000, serviceName: 'user-service' });
    new VirtualService(chart, 'user-retries', { hosts: [users], routes: [{ to: users, retries: { attempts: 1 } }] });
  });
  expect(specOf(objects, 'VirtualService')).toEqual(expect.objectContaining({ hosts: ['user-service.shop.svc.cluster.local'] }));
  expect(specOf(objects, 'VirtualService')).not.toHaveProperty('gateways');
});

describe('hosts are among those that the gateways serve', () => {
  const servedBy = (hosts: string[], ...served: string[]) =>
    declared((chart) => {
      const edge = new Gateway(chart, 'edge', { servers: [Server.http({ hosts: served })] });
      new VirtualService(chart, 'site', { gateways: [edge], hosts, routes: [{ to }] });
    });

  test.each([
    [['a.com'], ['b.com', 'a.com']],
    [['x.a.com'], ['*.a.com']],
    [['*.a.com'], ['x.a.com']],
    [['*'], ['a.com']],
    [['a.com'], ['*']],
    [['a.com'], ['shop/a.com']],
  ])('%j by %j', (hosts, served) => expect(() => servedBy(hosts, ...served)).not.toThrow());

  test('or are refused with the nearest that is', () => {
    expect(() => servedBy(['shop.exmple.com'], 'shop.example.com')).toThrow(
      expect.objectContaining({
        errorName: 'HostNotServed',
        details: expect.objectContaining({ construct: 'shop/site', fix: 'shop.example.com' }),
      }),
    );
  });

  test('but a gateway made elsewhere may serve any', () => {
    expect(() => specFor({ gateways: [Gateway.fromName('a/b')], hosts: ['a.com'], routes: [{ to }] })).not.toThrow();
  });
});

describe('a route after one that takes everything', () => {
  const routesAfter = (first: object) => () =>
    specFor({
      hosts: ['a.com'],
      routes: [
        { name: 'first', to, ...first },
        { path: Path.under('/user'), to },
        { path: Path.under('/product'), to },
      ],
    });

  test.each([{}, { path: Path.startsWith('/') }, { path: Path.matches('.*') }, { headers: [], methods: [] }])('%j is refused', (first) => {
    expect(routesAfter(first)).toThrow(
      expect.objectContaining({
        errorName: 'UnreachableRoute',
        fact: 'no request ever reaches route 2',
        details: expect.objectContaining({ construct: 'shop/site', at: 'route 1 (first)', fix: 'put the route without conditions last' }),
      }),
    );
  });

  test.each([{ path: Path.under('/a') }, { port: 80 }, { methods: ['GET'] }, { scheme: 'http' }])('%j is not one', (first) => {
    expect(routesAfter(first)).not.toThrow();
  });

  test('is fine as the last', () => {
    expect(() => specFor({ hosts: ['a.com'], routes: [{ path: Path.under('/user'), to }, { to }] })).not.toThrow();
  });
});

test.each<[string, string, VirtualServiceProps]>([
  ['NoHosts', 'site', { hosts: [], routes: [{ to }] }],
  ['HostForm', 'site', { hosts: ['a.com/user'], routes: [{ to }] }],
  ['NoRoutes', 'site', { hosts: ['a.com'] }],
  ['EveryHost', 'site', { hosts: ['*'], routes: [{ to }] }],
  ['EveryHost', 'site', { hosts: ['*'], gateways: ['mesh', Gateway.fromName('a/b')], routes: [{ to }] }],
  ['NoGateways', 'site', { hosts: ['a.com'], gateways: [], routes: [{ to }] }],
  ['NameForm', 'Site', { hosts: ['a.com'], routes: [{ to }] }],
  ['NameTooLong', 's'.repeat(64), { hosts: ['a.com'], routes: [{ to }] }],
])('%s is told with its construct', (errorName, id, props) => {
  expect(refusal((chart) => new VirtualService(chart, id, props))).toMatchObject({ errorName, details: { construct: `shop/${id}` } });
});

test('a stream route tells its place', () => {
  const error = refusal(
    (chart) =>
      new VirtualService(chart, 'site', {
        hosts: ['a.com'],
        tcp: [
          { to, port: 1 },
          { to, port: 0 },
        ],
      }),
  );
  expect(error.message).toContain('at construct shop/site, tcp route 2');
});

test('a name asked for is covered by a host', () => {
  const error = refusal(
    (chart) => new VirtualService(chart, 'site', { hosts: ['bank.example'], tls: [{ to, sniHosts: ['bnk.example'] }] }),
  );
  expect(error).toMatchObject({ errorName: 'SniHost', details: { construct: 'shop/site', at: 'tls route 1', fix: 'bank.example' } });
  expect(specFor({ hosts: ['*.example'], tls: [{ to, sniHosts: ['bank.example'] }] }).tls).toMatchObject([
    { match: [{ sniHosts: ['bank.example'] }] },
  ]);
});

test('a tcp route after one for every port is never tried', () => {
  const error = refusal((chart) => new VirtualService(chart, 'site', { hosts: ['a.com'], tcp: [{ to }, { to, port: 1 }] }));
  expect(error).toMatchObject({ errorName: 'UnreachableRoute', details: { construct: 'shop/site', at: 'route 1' } });
});
