import { Chart } from 'cdk8s';
import {
  Duration,
  Gateway,
  Header,
  MeshApp,
  type MeshAppProps,
  Microservice,
  Namespace,
  Path,
  Percent,
  Server,
  VirtualService,
  type VirtualServiceRoute,
} from '../../lib';

const registry = 'registry.example.com/bookinfo';
const host = 'books.example.com';

/** A page of a book shop over four services, and each way to steer its traffic as a folder of its own. */
export function bookinfo(props?: MeshAppProps): MeshApp {
  const app = new MeshApp(props);
  new Namespace(new Chart(app, '0-namespace'), 'bookinfo');
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
  const probes = { liveness: '/health', readiness: '/health' };
  const page = new Microservice(chart, 'page', { image: `${registry}/page:2.0`, port: 9080, probes });
  const details = new Microservice(chart, 'details', { image: `${registry}/details:2.0`, port: 9080, probes });
  const reviews = new Microservice(chart, 'reviews', {
    image: `${registry}/reviews`,
    port: 9080,
    probes,
    versions: { v1: {}, v2: {}, v3: {} },
  });
  const ratings = new Microservice(chart, 'ratings', {
    image: `${registry}/ratings`,
    port: 9080,
    probes,
    versions: { v1: {}, v2: { env: { STORE: 'mongodb://store:27017/ratings' } } },
  });
  const store = new Microservice(chart, 'store', {
    image: `${registry}/store`,
    port: 27017,
    protocol: 'tcp',
    versions: { v1: {}, v2: {} },
  });
  for (const callee of [details, reviews]) page.calls(callee);
  reviews.calls(ratings);
  ratings.calls(store);

  const site = new Gateway(chart, 'site', { servers: [Server.http({ hosts: [host] })] });
  const paths = [Path.exactly('/'), Path.exactly('/login'), Path.exactly('/logout'), Path.under('/static'), Path.under('/api/v1')];
  new VirtualService(chart, 'site-routes', { hosts: [host], gateways: [site], routes: paths.map((path) => ({ path, to: page })) });

  /** A folder in which one service has these routes for its callers. */
  const variant = (folder: string, of: Microservice<string>, routes: readonly VirtualServiceRoute[]) =>
    new VirtualService(new Chart(app.alternative(folder), `${of.serviceName}-routes`, { namespace: 'bookinfo' }), of.serviceName, {
      hosts: [of],
      routes,
    });
  const tester = [Header.is('end-user', 'jason')];
  const [old, stars, red] = [reviews.version('v1'), reviews.version('v2'), reviews.version('v3')];
  const v1 = ratings.version('v1');
  variant('all-v1', reviews, [{ to: old }]);
  variant('tester-v2', reviews, [{ headers: tester, to: stars }, { to: old }]);
  variant('half-v3', reviews, [{ to: reviews.split({ v1: 50, v3: 50 }) }]);
  variant('canary-v2', reviews, [{ to: reviews.split({ v1: 90, v2: 10 }) }]);
  variant('tester-v2-others-v3', reviews, [{ headers: tester, to: stars }, { to: red }]);
  variant('mirror-v2', reviews, [{ to: old, mirror: [{ to: stars, percentage: Percent.of(25) }] }]);
  variant('timeout', reviews, [{ to: stars, timeout: Duration.millis(500) }]);
  variant('delay', ratings, [
    { headers: tester, to: v1, fault: { delay: { duration: Duration.seconds(7), percentage: Percent.ALL } } },
    { to: v1 },
  ]);
  variant('abort', ratings, [{ headers: tester, to: v1, fault: { abort: { status: 500, percentage: Percent.ALL } } }, { to: v1 }]);
  variant('ratings-from-store', ratings, [{ to: ratings.version('v2') }]);
  new VirtualService(new Chart(app.alternative('store-canary'), 'store-routes', { namespace: 'bookinfo' }), 'store', {
    hosts: [store],
    tcp: [{ to: store.split({ v1: 80, v2: 20 }) }],
  });
  return app;
}

if (require.main === module) bookinfo({ outdir: `${__dirname}/dist` }).synth();
