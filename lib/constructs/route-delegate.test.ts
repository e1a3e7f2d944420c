import { Chart } from 'cdk8s';
import { MeshApp } from '../app';
import { declared, refusal, specOf } from './declared.test.helper';
import { Duration } from './duration';
import { Gateway } from './gateway';
import { Header } from './header';
import { Microservice } from './microservice';
import { Path } from './path';
import { RouteDelegate, type RouteDelegateProps } from './route-delegate';
import { Server } from './server';
import { VirtualService } from './virtual-service';

const host = 'shop.example.com';
const service = (chart: Chart, id: string) => new Microservice(chart, id, { image: `${id}:v1`, port: 8080 });

/** A platform's host, and two teams' routes under it, each in a chart and namespace of its own. */
function system(): MeshApp {
  const app = new MeshApp({ outdir: 'never-written' });
  const [edge, carts, books] = ['edge', 'carts', 'books'].map((namespace) => new Chart(app, namespace, { namespace })) as [
    Chart,
    Chart,
    Chart,
  ];
  const cart = service(carts, 'cart');
  const vip = service(carts, 'vip');
  const cartRoutes = new RouteDelegate(carts, 'cart-routes', {
    prefix: '/cart',
    routes: [
      { path: Path.under('/cart/items'), headers: [Header.is('tier', 'vip')], rewrite: '/items', to: vip },
      { path: Path.exactly('/cart/old'), redirect: { path: '/cart' } },
      { rewrite: '/v1', to: cart },
    ],
  });
  const bookRoutes = new RouteDelegate(books, 'book-routes', {
    prefix: '/books',
    routes: [{ methods: ['GET'], to: service(books, 'books') }],
  });
  const gateway = new Gateway(edge, 'site', { servers: [Server.http({ hosts: [host] })] });
  new VirtualService(edge, 'site-routes', {
    hosts: [host],
    gateways: [gateway],
    routes: [
      { delegate: cartRoutes, timeout: Duration.seconds(5) },
      { name: 'books', delegate: bookRoutes },
      { directResponse: { status: 410 } },
    ],
  });
  return app;
}

test('what Istio is told', () => {
  const specs = system()
    .manifests()
    .flatMap(({ object }) => (object.kind === 'VirtualService' ? [object.spec as Record<string, unknown>] : []));
  expect(specs.find(({ hosts }) => hosts)).toMatchObject({
    http: [
      {
        match: [{ uri: { exact: '/cart' } }, { uri: { prefix: '/cart/' } }],
        delegate: { name: 'cart-routes', namespace: 'carts' },
        timeout: '5s',
      },
      { name: 'books', delegate: { name: 'book-routes', namespace: 'books' } },
      { directResponse: { status: 410 } },
    ],
  });
  expect(specs.filter(({ hosts, gateways }) => !hosts && !gateways)).toHaveLength(2);
});

test('routes made elsewhere are known to the rules, and to the virtual service by their prefix', () => {
  const objects = declared((chart) => {
    const gateway = Gateway.fromName('edge/site', { hosts: [host] });
    const delegate = RouteDelegate.fromName('carts/cart-routes', { prefix: '/cart' });
    new VirtualService(chart, 'site-routes', { hosts: [host], gateways: [gateway], routes: [{ delegate }] });
  });
  expect(specOf(objects, 'VirtualService').http).toMatchObject([{ delegate: { name: 'cart-routes', namespace: 'carts' } }]);
});

test('a path outside of the prefix does not compile', () => {
  declared((chart) => {
    const to = service(chart, 'cart');
    new RouteDelegate(chart, 'inside', { prefix: '/cart', routes: [{ path: Path.under('/cart/items'), to }, { to }] });
    // @ts-expect-error another path
    expect(() => new RouteDelegate(chart, 'outside', { prefix: '/cart', routes: [{ path: Path.under('/books'), to }] })).toThrow();
  });
});

describe('what no request would ever reach is refused', () => {
  const refused = (props: (chart: Chart) => RouteDelegateProps<string>) =>
    refusal((chart) => new RouteDelegate(chart, 'cart-routes', props(chart)));

  test.each<[string, string, string, Path]>([
    ['OutsidePrefix', 'another path', '/books', Path.under('/books')],
    ['OutsidePrefix', 'a wider path', '/', Path.startsWith('/')],
    ['OutsidePrefix', 'a raw prefix, which is more than the segment', '/cart', Path.startsWith('/cart')],
    ['OutsidePrefix', 'a path that begins alike', '/cartfoo', Path.exactly('/cartfoo')],
    ['OutsidePrefix', 'a regular expression', '/cart/.*', Path.matches('/cart/.*')],
  ])('%s: %s', (errorName, _name, text, path) => {
    const error = refused((chart) => ({ prefix: '/cart', routes: [{ path, to: service(chart, 'cart') }] }));
    expect(error).toMatchObject({ errorName, details: { construct: 'shop/cart-routes', at: 'route 1' } });
    expect(error.fact).toContain(`\`${text}\``);
  });

  test('a route after one that takes everything under the prefix', () => {
    const error = refused((chart) => {
      const to = service(chart, 'cart');
      return {
        prefix: '/cart',
        routes: [
          { path: Path.under('/cart'), to },
          { path: Path.under('/cart/items'), to },
        ],
      };
    });
    expect(error).toMatchObject({ errorName: 'UnreachableRoute' });
  });

  test('a prefix within that of an earlier delegate', () => {
    const error = refusal((chart) => {
      const routes = [{ to: service(chart, 'cart') }];
      const cart = new RouteDelegate(chart, 'cart-routes', { prefix: '/cart', routes });
      const vip = new RouteDelegate(chart, 'vip-routes', { prefix: '/cart/vip', routes });
      new VirtualService(chart, 'site', { hosts: [host], routes: [{ delegate: cart }, { delegate: vip }] });
    });
    expect(error).toMatchObject({ errorName: 'UnreachableRoute', details: { fix: 'put the route of `vip-routes` first' } });
  });

  test('a route for a gateway that is none of the virtual service’s', () => {
    const error = refusal((chart) => {
      const gateways = [Gateway.fromName('edge/site')];
      const routes = [{ gateways: [Gateway.fromName('edge/sites')], to: service(chart, 'cart') }];
      new VirtualService(chart, 'site', { hosts: [host], gateways, routes });
    });
    expect(error).toMatchObject({ errorName: 'MatchGateway' });
  });

  test.each<[string, () => unknown]>([
    ['NoRoutes', () => declared((chart) => new RouteDelegate(chart, 'cart-routes', { prefix: '/cart', routes: [] }))],
    ['PathForm', () => RouteDelegate.fromName('carts/cart', { prefix: 'cart' })],
    ['DelegateReference', () => RouteDelegate.fromName('cart', { prefix: '/cart' })],
  ])('%s', (errorName, make) => {
    expect(make).toThrow(expect.objectContaining({ errorName }));
  });
});
