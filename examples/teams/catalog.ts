import { Chart } from 'cdk8s';
import { Duration, MeshApp, type MeshAppProps, Microservice, Namespace, Path, RouteDelegate, ZeroTrust } from '../../lib';
import { edgePods, site } from './edge';

/** The team of the catalog: a search beside the catalog itself, and its own routes under `/catalog`. */
export function catalog(props?: MeshAppProps): MeshApp {
  const app = new MeshApp({ world: [`${__dirname}/dist/platform`], ...props });
  new Namespace(new Chart(app, '0-namespace'), 'catalog');
  const chart = new Chart(app, 'catalog', { namespace: 'catalog' });
  const image = 'registry.example.com/catalog';
  const books = new Microservice(chart, 'books', { image: `${image}/books:7.1`, port: 8080 });
  const search = new Microservice(chart, 'search', {
    image: `${image}/search:1.0`,
    port: 8080,
    connectionPool: { maxRequests: 200, maxPendingRequests: 50 },
    warmup: { duration: Duration.minutes(1) },
  });
  search.calls(books, { methods: ['GET'] });

  new RouteDelegate(chart, 'catalog-routes', {
    prefix: '/catalog',
    gateways: [site],
    routes: [
      { path: Path.under('/catalog/search'), rewrite: '/', timeout: Duration.seconds(1), to: search },
      { path: Path.under('/catalog/books'), rewrite: '/books', to: books },
      { path: Path.exactly('/catalog'), rewrite: '/index', to: books },
    ],
  });
  new ZeroTrust(chart, 'zero-trust', { ingressGateways: [edgePods] });
  return app;
}
