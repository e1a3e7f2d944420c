import { Chart } from 'cdk8s';
import { type Environment, environments } from './environments';
import {
  addSyncWaves,
  ConsistentHash,
  DestinationRule,
  type ForwardRoute,
  Gateway,
  Header,
  MeshApp,
  type MeshAppProps,
  Namespace,
  Path,
  runSynth,
  Server,
  VirtualService,
} from './lib';
import { product } from './services/product/microservice';
import { user } from './services/user/microservice';

/** Part 1: two services behind one gateway, reached by host name and by path. */
function discoveringServices(app: MeshApp, { domain, replicas }: Environment): void {
  const chart = new Chart(app, 'discovering-services', { namespace: 'default' });
  const site = `microservice.${domain}`;
  const users = user(chart, { replicas });
  const products = product(chart, { replicas });
  const gateways = [ingress(chart, site)];

  new VirtualService(chart, 'user-virtual-service', { gateways, hosts: [`user.${site}`], routes: [{ to: users }] });
  new VirtualService(chart, 'product-virtual-service', { gateways, hosts: [`product.${site}`], routes: [{ to: products }] });
  new VirtualService(chart, 'microservice-virtual-service', {
    gateways,
    hosts: [site],
    routes: [
      { name: 'user-http-route', path: Path.under('/user'), rewrite: '/', to: users },
      { name: 'product-http-route', path: Path.under('/product'), rewrite: '/', to: products },
    ],
  });
}

/** Part 2: two versions of a service, and three ways to release the second. The folders are applied over `dist/`. */
function trafficManagement(app: MeshApp, { domain, replicasOfVersion: replicas, canary }: Environment): void {
  const chart = new Chart(app, 'traffic-management', { namespace: 'traffic-management' });
  const site = `traffic-management.${domain}`;
  const [v1, v2] = [{ env: { APP_NAME: 'User V1', VERSION: 'v1' } }, { env: { APP_NAME: 'User V2', VERSION: 'v2' } }];
  const users = user(chart, { replicas, versions: { v1, v2 } });
  const products = product(chart, { replicas });
  const gateways = [ingress(chart, site)];
  new VirtualService(chart, 'product-virtual-service', { gateways, hosts: [`product.${site}`], routes: [{ to: products }] });

  const release = (target: MeshApp, routes: ForwardRoute[]): Chart => {
    const changed = new Chart(target, 'user-release', { namespace: 'traffic-management' });
    const byPath = routes.map((route) => ({ ...route, name: 'user-http-route', path: Path.under('/user'), rewrite: '/' }));
    new VirtualService(changed, 'user-virtual-service', { gateways, hosts: [`user.${site}`], routes });
    new VirtualService(changed, 'microservice-virtual-service', {
      gateways,
      hosts: [site],
      routes: [...byPath, { name: 'product-http-route', path: Path.under('/product'), rewrite: '/', to: products }],
    });
    return changed;
  };

  release(app, [{ to: users.split({ v1: 100 - canary, v2: canary }) }]); // canary

  const forDevelopers = { headers: [Header.is('mode', 'dev')], to: users.version('v2') };
  const dark = release(app.alternative('dark-release'), [forDevelopers, { to: users.version('v1') }]);
  if (app.trafficApi === 'gateway-api') return; // it has neither subsets nor consistent hash

  new DestinationRule(dark, 'user-destination-rule', { service: users });
  const sticky = release(app.alternative('sticky'), [{ to: users }]);
  new DestinationRule(sticky, 'user-destination-rule', { service: users, loadBalancing: ConsistentHash.onHeader('my-header') });
}

function ingress(chart: Chart, site: string): Gateway {
  return new Gateway(chart, 'ingressgateway', { servers: [Server.http({ hosts: [site, `user.${site}`, `product.${site}`] })] });
}

/** The whole system, as it is declared for one environment. */
export function retail(props?: MeshAppProps, environment = environments.named('default')): MeshApp {
  return declare(new MeshApp({ trafficApi: environment.trafficApi, ...props }), environment);
}

function declare(app: MeshApp, environment: Environment): MeshApp {
  const namespaces = new Chart(app, '0-namespaces'); // kubectl applies files in the order of their names
  for (const name of ['default', 'traffic-management']) new Namespace(namespaces, name);
  discoveringServices(app, environment);
  trafficManagement(app, environment);
  if (environment.appliedBy === 'argo-cd') addSyncWaves(app);
  return app;
}

/** Every environment: the default in the output folder itself, the others in a folder of their name below it. */
export function everywhere(props?: MeshAppProps): MeshApp {
  const app = retail(props);
  const others = environments.names.filter((name) => name !== 'default');
  for (const name of others) {
    const environment = environments.named(name);
    declare(app.alternative(name, { trafficApi: environment.trafficApi }), environment);
  }
  return app;
}

if (require.main === module) {
  const name = environments.asked();
  runSynth(() => (name === undefined || name === 'default' ? everywhere() : retail({ outdir: `dist/${name}` }, environments.named(name))));
}
