import { Chart } from 'cdk8s';
import { Gateway, MeshApp, Microservice, Namespace, Server, VirtualService } from '../../lib';

export const app = new MeshApp();
const chart = new Chart(app, 'cart', { namespace: 'shop' });
new Namespace(chart, 'shop');

const cart = new Microservice(chart, 'cart', {
  image: 'registry.example.com/shop/cart', // the tag is the version's name
  port: 80,
  targetPort: 8080,
  ports: [{ name: 'grpc', port: 9000, protocol: 'grpc' }],
  env: { LOG: 'info', DB_PASSWORD: { secretKeyRef: { name: 'cart-db', key: 'password' } } },
  volumes: { cache: { emptyDir: {} } },
  volumeMounts: { '/var/cache/cart': 'cache' },
  autoscaling: { min: 2, max: 10, cpu: 70 },
  versions: { v1: {}, v2: { env: { LOG: 'debug' } } },
});

const hosts = ['cart.example.com'];
const gateways = [new Gateway(chart, 'edge', { servers: [Server.http({ hosts })] })];
new VirtualService(chart, 'canary', { hosts, gateways, routes: [{ to: cart.split({ v1: 90, v2: 10 }) }] });

if (require.main === module) app.synth();
