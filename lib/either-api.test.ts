/** A declaration says the same in either API: whatever is written for both answers every request alike. */
import { Chart } from 'cdk8s';
import fc from 'fast-check';
import { MeshApp } from './app';
import type { TrafficApi } from './constructs/traffic-api';
import { Mesh, request } from './engine';
import {
  ConstructError,
  Gateway,
  Header,
  Microservice,
  Namespace,
  Path,
  Query,
  Server,
  Split,
  VirtualService,
  type VirtualServiceRoute,
} from './index';
import { IngressRouter } from './route/gateway/ingress-router';

const paths = ['/', '/a', '/a/b', '/ab', '/a/', '/a/b/c', '/c', '/a?x=1', '/a/b?x=2'];
const site = 'shop.example.com';
const headerSets: readonly Readonly<Record<string, string>>[] = [{}, { mode: 'dev' }, { mode: 'developer', stage: '' }];
const requests = paths.flatMap((path) =>
  ['GET', 'POST'].flatMap((method) => headerSets.map((headers) => request(`http://${site}${path}`, { method, headers }))),
);

interface Services {
  readonly users: Microservice<'v1' | 'v2'>;
  readonly products: Microservice;
}
type Declared = (services: Services) => VirtualServiceRoute;

const pathOf = fc.constantFrom(
  undefined,
  Path.under('/a'),
  Path.under('/a/b'),
  Path.exactly('/a'),
  Path.exactly('/a/b'),
  Path.startsWith('/'),
  Path.matches('/a.*'),
);
const conditions = fc.record({
  path: pathOf,
  headers: fc.constantFrom(
    undefined,
    [Header.is('mode', 'dev')],
    [Header.startsWith('mode', 'dev')],
    [Header.exists('stage'), Header.matches('mode', 'd.*')],
  ),
  methods: fc.constantFrom(undefined, ['GET' as const], ['POST' as const, 'PUT' as const]),
  query: fc.constantFrom(undefined, [Query.is('x', '1')], [Query.startsWith('x', '2')]),
});
const actions: readonly ((services: Services) => object)[] = [
  ({ users }) => ({ to: users }),
  ({ products }) => ({ to: products, rewrite: '/' }),
  ({ products }) => ({ to: products, rewrite: '/x/y' }),
  ({ products }) => ({ to: products, rewrite: { authority: 'other.example.com' }, requestHeaders: { set: { a: 'b' }, remove: ['mode'] } }),
  ({ users, products }) => ({
    to: Split.between({ to: users, weight: 80 }, { to: products, weight: 20, responseHeaders: { add: { part: 'p' } } }),
  }),
  () => ({ redirect: { scheme: 'https', port: 'from-scheme', code: 308 } }),
  () => ({ redirect: { authority: 'other.example.com', port: 8443, prefix: '/x' } }),
  () => ({ redirect: { path: '/moved', port: 80 } }),
];
const route = fc.tuple(conditions, fc.constantFrom(...actions)).map(
  ([match, action]): Declared =>
    (services) =>
      ({ ...match, ...action(services) }) as VirtualServiceRoute,
);

function meshOf(trafficApi: TrafficApi, routes: readonly Declared[]): Mesh {
  const app = new MeshApp({ trafficApi });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Namespace(chart, 'shop');
  const users = new Microservice(chart, 'user', { image: 'user', port: 8000, versions: { v1: {}, v2: {} } });
  const products = new Microservice(chart, 'product', { image: 'product:v1', port: 8000 });
  const gateways = [new Gateway(chart, 'edge', { servers: [Server.http({ hosts: [site] })] })];
  new VirtualService(chart, 'site', { hosts: [site], gateways, routes: routes.map((declare) => declare({ users, products })) });
  return Mesh.fromApp(app);
}

function answers(mesh: Mesh) {
  const router = new IngressRouter(mesh);
  return requests.map((each) => {
    const { status, path, location, destinations, undecided } = router.route(each);
    const reached = destinations.map(({ cluster, share, host, requestHeaders, responseHeaders }) => {
      const changes = [...requestHeaders, ...responseHeaders].map(({ set = {}, add = {}, remove = [] }) => ({ set, add, remove }));
      return { to: cluster.host, share, host, changes };
    });
    return { asked: `${each.method} ${each.path}`, status, path, location, reached, undecided };
  });
}

/** Undefined where one of the APIs cannot say it. */
function written(api: TrafficApi, routes: readonly Declared[]): Mesh | undefined {
  try {
    return meshOf(api, routes);
  } catch (error) {
    if (error instanceof ConstructError) return undefined;
    throw error;
  }
}

test('what both APIs can say answers every request alike', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(route, { minLength: 1, maxLength: 3 }), (routes) => {
      const [istio, gatewayApi] = [written('istio', routes), written('gateway-api', routes)];
      if (!istio || !gatewayApi) return;
      compared++;
      expect(answers(gatewayApi)).toEqual(answers(istio));
    }),
    { numRuns: 24 },
  );
  expect(compared).toBeGreaterThan(8);
});
