import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ConsistentHash,
  DestinationRule,
  type ForwardRoute,
  Gateway,
  Header,
  MeshApp,
  type MeshAppProps,
  type Microservice,
  Namespace,
  Path,
  Server,
  VirtualService,
} from './lib';
import { product } from './services/product/microservice';
import { user } from './services/user/microservice';

/** Part 1: two services behind one gateway, reached by host name and by path. */
export class DiscoveringServices extends Chart {
  constructor(scope: Construct) {
    super(scope, 'discovering-services', { namespace: 'default' });
    const site = 'microservice.retailvoice.xyz';
    const users = user(this, { replicas: 2 });
    const products = product(this, { replicas: 2 });
    const gateways = [
      new Gateway(this, 'ingressgateway', { servers: [Server.http({ hosts: [site, `user.${site}`, `product.${site}`] })] }),
    ];

    new VirtualService(this, 'user-virtual-service', { gateways, hosts: [`user.${site}`], routes: [{ to: users }] });
    new VirtualService(this, 'product-virtual-service', { gateways, hosts: [`product.${site}`], routes: [{ to: products }] });
    new VirtualService(this, 'microservice-virtual-service', {
      gateways,
      hosts: [site],
      routes: [
        { name: 'user-http-route', path: Path.under('/user'), rewrite: '/', to: users },
        { name: 'product-http-route', path: Path.under('/product'), rewrite: '/', to: products },
      ],
    });
  }
}

/** Part 2: two versions of one service. How requests are shared out between them is said by a `UserRelease`. */
export class TrafficManagement extends Chart {
  readonly site = 'traffic-management.retailvoice.xyz';
  readonly users: Microservice<'v1' | 'v2'>;
  readonly products: Microservice;
  readonly gateways: Gateway[];

  constructor(scope: Construct) {
    super(scope, 'traffic-management', { namespace: 'traffic-management' });
    const { site } = this;
    this.users = user(this, {
      replicas: 1,
      versions: { v1: { env: { APP_NAME: 'User V1', VERSION: 'v1' } }, v2: { env: { APP_NAME: 'User V2', VERSION: 'v2' } } },
    });
    this.products = product(this, { replicas: 1 });
    this.gateways = [new Gateway(this, 'ingressgateway', { servers: [Server.http({ hosts: [site, `user.${site}`, `product.${site}`] })] })];
    const { gateways, products } = this;
    new VirtualService(this, 'product-virtual-service', { gateways, hosts: [`product.${site}`], routes: [{ to: products }] });
  }
}

/** One way to release the versions of `users`: the same routes by host name and by path. */
export class UserRelease extends Chart {
  constructor(scope: Construct, { site, gateways, products }: TrafficManagement, routes: readonly ForwardRoute[]) {
    super(scope, 'user-release', { namespace: 'traffic-management' });
    const byPath = routes.map((route) => ({ ...route, name: 'user-http-route', path: Path.under('/user'), rewrite: '/' }));

    new VirtualService(this, 'user-virtual-service', { gateways, hosts: [`user.${site}`], routes });
    new VirtualService(this, 'microservice-virtual-service', {
      gateways,
      hosts: [site],
      routes: [...byPath, { name: 'product-http-route', path: Path.under('/product'), rewrite: '/', to: products }],
    });
  }
}

/** The whole system: `dist/` is what runs, a folder below it is another way to release, applied over it. */
export function retail(props?: MeshAppProps): MeshApp {
  const app = new MeshApp(props);
  const namespaces = new Chart(app, '0-namespaces'); // kubectl applies files in the order of their names
  for (const name of ['default', 'traffic-management']) new Namespace(namespaces, name);

  new DiscoveringServices(app);
  const system = new TrafficManagement(app);
  const { users } = system;
  new UserRelease(app, system, [{ to: users.split({ v1: 90, v2: 10 }) }]);

  const sticky = new UserRelease(app.alternative('sticky'), system, [{ to: users }]);
  new DestinationRule(sticky, 'user-destination-rule', { service: users, loadBalancing: ConsistentHash.onHeader('my-header') });

  const dark = new UserRelease(app.alternative('dark-release'), system, [
    { headers: [Header.is('mode', 'dev')], to: users.version('v2') },
    { to: users.version('v1') },
  ]);
  new DestinationRule(dark, 'user-destination-rule', { service: users });
  return app;
}

if (require.main === module) retail().synth();
