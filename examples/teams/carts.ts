import { Chart } from 'cdk8s';
import { Header, MeshApp, type MeshAppProps, Microservice, Namespace, Path, RouteDelegate, ZeroTrust } from '../../lib';
import { edgePods, site } from './edge';

/** The team of the cart: two services, and its own routes under `/cart`. */
export function carts(props?: MeshAppProps): MeshApp {
  const app = new MeshApp({ world: [`${__dirname}/dist/platform`], ...props });
  new Namespace(new Chart(app, '0-namespace'), 'carts');
  const chart = new Chart(app, 'carts', { namespace: 'carts' });
  const image = 'registry.example.com/carts';
  const cart = new Microservice(chart, 'cart', { image: `${image}/cart`, port: 8080, versions: { v1: {}, v2: {} } });
  const prices = new Microservice(chart, 'prices', { image: `${image}/prices:2.3`, port: 9090, protocol: 'grpc' });
  cart.calls(prices);

  new RouteDelegate(chart, 'cart-routes', {
    prefix: '/cart',
    gateways: [site],
    routes: [
      { path: Path.under('/cart/checkout'), headers: [Header.is('x-tester', 'yes')], rewrite: '/checkout', to: cart.version('v2') },
      { methods: ['GET'], rewrite: '/', to: cart.split({ v1: 90, v2: 10 }) },
      { rewrite: '/', to: cart.version('v1') },
    ],
  });
  new ZeroTrust(chart, 'zero-trust', { ingressGateways: [edgePods] });
  return app;
}
