import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Dashboard,
  Duration,
  Kiali,
  MeshApp,
  type MeshAppProps,
  type Microservice,
  Objective,
  Percent,
  PodMonitor,
  Requests,
  runSynth,
  ServiceMonitor,
  Slo,
  Telemetry,
  type VirtualService,
} from '../../lib';
import { retail } from '../../main';

/** What the proxies tell, and who looks at it: once for the mesh, in Istio's root namespace. */
export class MeshTelemetry extends Chart {
  constructor(scope: Construct) {
    super(scope, 'mesh-telemetry', { namespace: 'istio-system' });
    new Telemetry(this, 'mesh-default', {
      accessLog: { filter: 'response.code >= 500' },
      tracing: { sampling: Percent.of(5) },
      metrics: { routeTags: true },
    });
    new PodMonitor(this, 'istio-proxies', { of: 'proxies', interval: Duration.seconds(15) });
    new Kiali(this, 'kiali', {
      prometheus: 'http://prometheus-operated.monitoring:9090',
      grafana: { internalUrl: 'http://grafana.monitoring:3000', externalUrl: 'https://grafana.retailvoice.xyz' },
    });
  }
}

/** What users of the article's canary are promised, and how its two versions do. */
export class UserTelemetry extends Chart {
  constructor(scope: Construct, { users, products, routes }: Watched) {
    super(scope, 'user-telemetry', { namespace: 'traffic-management' });
    new ServiceMonitor(this, 'user', { of: users });
    new ServiceMonitor(this, 'product', { of: products });

    const toUsers = Requests.to(users);
    const availability = new Slo(this, 'user-availability', { requests: toUsers, objective: Objective.availability(99.9) });
    const latency = new Slo(this, 'user-latency', {
      requests: toUsers,
      objective: Objective.latency(99, { within: Duration.millis(250) }),
    });
    const byPath = new Slo(this, 'user-by-path-availability', {
      requests: Requests.along(routes, 'user-http-route'),
      objective: Objective.availability(99.5),
    });
    const about = new Slo(this, 'user-about-latency', {
      requests: Requests.servedBy(users, { route: '/about' }),
      objective: Objective.latency(99.9, { within: Duration.millis(100) }),
    });

    new Dashboard(this, 'user-dashboard', {
      title: 'Users',
      slos: [availability, latency, byPath, about],
      requests: [toUsers, Requests.servedBy(users)],
    });
    new Dashboard(this, 'product-dashboard', { title: 'Products', requests: [Requests.to(products), Requests.servedBy(products)] });
  }
}

/** What is watched: the article's second part, as it is declared. */
interface Watched {
  readonly users: Microservice<'v1' | 'v2'>;
  readonly products: Microservice;
  readonly routes: VirtualService;
}

/** What is added to the article's system, and nothing of it. */
export function telemetry(props?: MeshAppProps): MeshApp {
  const { node } = retail();
  const declared = (chart: string, id: string) => node.findChild(chart).node.findChild(id);
  const app = new MeshApp({ rules: { partial: true }, ...props });
  new MeshTelemetry(app);
  new UserTelemetry(app, {
    users: declared('traffic-management', 'user') as Microservice<'v1' | 'v2'>,
    products: declared('traffic-management', 'product') as Microservice,
    routes: declared('user-release', 'microservice-virtual-service') as VirtualService,
  });
  return app;
}

if (require.main === module) runSynth(() => telemetry({ outdir: `${__dirname}/dist` }));
