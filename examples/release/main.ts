import { Chart } from 'cdk8s';
import {
  Canary,
  Duration,
  FlaggerCanary,
  Gateway,
  MeshApp,
  type MeshAppProps,
  Namespace,
  Objective,
  Rollout,
  runSynth,
  Server,
  StickyCookie,
  VirtualService,
} from '../../lib';
import { user } from '../../services/user/microservice';

const steps = [5, 25, 50, 100];

/** By hand: `canary/1-5-percent` and so on are applied one after the other, by whoever reviewed them. A user keeps the new version. */
function plan(app: MeshApp): void {
  const namespace = 'release-plan';
  const chart = new Chart(app, namespace, { namespace });
  const [v1, v2] = [{ env: { APP_NAME: 'User V1', VERSION: 'v1' } }, { env: { APP_NAME: 'User V2', VERSION: 'v2' } }];
  const users = user(chart, { replicas: 1, versions: { v1, v2 } });
  const [gateways, hosts] = entrance(chart);
  const route = (target: MeshApp, routes: VirtualServiceRoutes) =>
    new VirtualService(new Chart(target, 'release-plan-routes', { namespace }), 'user-virtual-service', { gateways, hosts, routes });

  route(app, [{ to: users.version('v1') }]);
  const sticky = StickyCookie.named('user-version', { maxAge: Duration.hours(24) });
  const canary = new Canary(users, { from: 'v1', to: 'v2', steps, sticky });
  for (const step of canary.steps) route(app.alternative(step), step.routes);
}

type VirtualServiceRoutes = ConstructorParameters<typeof VirtualService>[2]['routes'];

/** By Flagger: a change of the Deployment is released while the objectives hold, and taken back when they do not. */
function flagger(app: MeshApp): void {
  const chart = new Chart(app, 'release-flagger', { namespace: 'release-flagger' });
  const users = user(chart, { replicas: 1 });
  const [gateways, hosts] = entrance(chart);
  new FlaggerCanary(chart, 'user-release', {
    service: users,
    gateways,
    hosts,
    steps,
    interval: Duration.minutes(1),
    failures: 3,
    prometheus: 'http://prometheus-operated.monitoring:9090',
    objectives: [Objective.availability(99), Objective.latency(99, { within: Duration.millis(250) })],
  });
}

/** By Argo Rollouts: the same, by the clock. */
function rollouts(app: MeshApp): void {
  const chart = new Chart(app, 'release-rollouts', { namespace: 'release-rollouts' });
  const users = user(chart, { replicas: 1 });
  const [gateways, hosts] = entrance(chart);
  const routes = new VirtualService(chart, 'user-virtual-service', { gateways, hosts, routes: [{ to: Rollout.destination(users) }] });
  new Rollout(chart, 'user-release', { service: users, routes: [{ of: routes }], steps, pause: Duration.minutes(5) });
}

function entrance(chart: Chart): [Gateway[], string[]] {
  const hosts = [`user.${chart.namespace}.retailvoice.xyz`];
  return [[new Gateway(chart, 'ingressgateway', { servers: [Server.http({ hosts })] })], hosts];
}

/** One service, released in three ways, each in a namespace of its own. */
export function release(props?: MeshAppProps): MeshApp {
  const app = new MeshApp(props);
  const namespaces = new Chart(app, '0-namespaces');
  for (const name of ['release-plan', 'release-flagger', 'release-rollouts']) new Namespace(namespaces, name);
  plan(app);
  flagger(app);
  rollouts(app);
  return app;
}

if (require.main === module) runSynth(() => release({ outdir: `${__dirname}/dist` }));
