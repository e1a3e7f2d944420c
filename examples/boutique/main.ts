import { Chart } from 'cdk8s';
import {
  Canary,
  Duration,
  EgressGateway,
  Gateway,
  IngressGateway,
  MeshApp,
  type MeshAppProps,
  Microservice,
  type MicroserviceProps,
  Namespace,
  Server,
  VirtualService,
  ZeroTrust,
} from '../../lib';

const registry = 'registry.example.com/boutique';
const host = 'boutique.example.com';

/** A web shop of twelve services that call each other by gRPC, with one way in, one way out, and nothing else allowed. */
export function boutique(props?: MeshAppProps): MeshApp {
  const app = new MeshApp(props);
  const namespaces = new Chart(app, '0-namespaces');
  for (const name of ['boutique', 'egress']) new Namespace(namespaces, name);
  const chart = new Chart(app, 'boutique', { namespace: 'boutique' });
  const egress = new EgressGateway(new Chart(app, 'egress', { namespace: 'egress' }), 'egress');
  const grpc = (id: string, port: number, more: Partial<MicroserviceProps> = {}) =>
    new Microservice(chart, id, { image: `${registry}/${id}:3.2.0`, port, protocol: 'grpc', ...more });

  const ads = grpc('ads', 9555);
  const catalog = grpc('catalog', 3550);
  const currency = grpc('currency', 7000);
  const email = grpc('email', 5000, { targetPort: 8080 });
  const payment = grpc('payment', 50051, { env: { API_KEY: { secretKeyRef: { name: 'card-network', key: 'api-key' } } } });
  const shipping = grpc('shipping', 50051);
  const store = new Microservice(chart, 'cart-store', {
    image: 'registry.example.com/valkey:8.1',
    port: 6379,
    protocol: 'tcp',
    kind: 'StatefulSet',
    replicas: 1,
    volumeClaims: { data: { size: '1Gi' } },
    volumeMounts: { '/data': 'data' },
  });
  const cart = grpc('cart', 7070, { env: { STORE: `${store.host}:6379` } });
  const recommendation = new Microservice(chart, 'recommendation', {
    image: `${registry}/recommendation`,
    port: 8080,
    protocol: 'grpc',
    versions: { v1: {}, v2: {} },
  });
  const checkout = grpc('checkout', 5050, { connectionPool: { maxRequests: 100, maxPendingRequests: 20 } });
  const web = new Microservice(chart, 'web', {
    image: `${registry}/web:3.2.0`,
    port: 80,
    targetPort: 8080,
    autoscaling: { min: 2, max: 8, cpu: 70 },
  });
  const load = new Microservice(chart, 'load', { image: `${registry}/load:3.2.0`, port: 8089, replicas: 1, env: { TARGET: web.host } });

  // Who calls whom: all that ZeroTrust allows.
  load.calls(web);
  for (const callee of [ads, cart, catalog, checkout, currency, recommendation, shipping]) web.calls(callee);
  for (const callee of [cart, catalog, currency, email, payment, shipping]) checkout.calls(callee);
  recommendation.calls(catalog);
  cart.calls(store);
  payment.calls(egress.reaches('card-network', { host: 'api.cards.example', tls: 'by-gateway' }));
  currency.calls(egress.reaches('exchange-rates', { host: 'rates.example' }));

  const pods = new IngressGateway(chart, 'front-door');
  const site = new Gateway(chart, 'site', { selector: pods.labels, servers: [Server.http({ hosts: [host] })] });
  new VirtualService(chart, 'site-routes', { hosts: [host], gateways: [site], routes: [{ to: web, timeout: Duration.seconds(10) }] });

  // Callers keep the old recommendations until a folder of the canary is applied over the rest.
  const release = (within: MeshApp, routes: Canary<'v1' | 'v2'>['steps'][number]['routes']) =>
    new VirtualService(new Chart(within, 'recommendation-release', { namespace: 'boutique' }), 'recommendation-release', {
      hosts: [recommendation],
      routes,
    });
  release(app, [{ to: recommendation.version('v1') }]);
  for (const { folder, routes } of new Canary(recommendation, { from: 'v1', to: 'v2', steps: [5, 50, 100] }).steps) {
    release(app.alternative(folder), routes);
  }
  new ZeroTrust(chart, 'zero-trust');
  return app;
}

if (require.main === module) boutique({ outdir: `${__dirname}/dist` }).synth();
