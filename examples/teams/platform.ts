import { Chart } from 'cdk8s';
import {
  Compression,
  Duration,
  Gateway,
  HeaderSizeLimit,
  IngressGateway,
  LocalRateLimit,
  MeshApp,
  type MeshAppProps,
  Namespace,
  Path,
  RouteDelegate,
  Server,
  Telemetry,
  VirtualService,
} from '../../lib';

export const host = 'shop.example.com';

/** The platform team: the gateway, what holds for every request, and which team has which path. */
export function platform(props?: MeshAppProps): MeshApp {
  const app = new MeshApp(props);
  new Namespace(new Chart(app, '0-namespace'), 'edge');
  const chart = new Chart(app, 'platform', { namespace: 'edge' });
  const pods = new IngressGateway(chart, 'edge');
  const site = new Gateway(chart, 'site', { selector: pods.labels, servers: [Server.http({ hosts: [host] })] });

  new LocalRateLimit(chart, 'request-limit', { of: pods, requests: 500, per: Duration.seconds(1), burst: 1000 });
  new HeaderSizeLimit(chart, 'header-limit', { of: pods, maxKiB: 32 });
  new Compression(chart, 'compression', { of: pods, priority: 20 });
  new Telemetry(chart, 'failures', { of: pods, accessLog: { filter: 'response.code >= 500' } });

  new VirtualService(chart, 'site-routes', {
    hosts: [host],
    gateways: [site],
    routes: [
      { name: 'carts', delegate: RouteDelegate.fromName('carts/cart-routes', { prefix: '/cart' }), timeout: Duration.seconds(5) },
      { name: 'catalog', delegate: RouteDelegate.fromName('catalog/catalog-routes', { prefix: '/catalog' }), retries: { attempts: 3 } },
      { name: 'home', path: Path.exactly('/'), redirect: { path: '/catalog' } },
    ],
  });
  return app;
}
