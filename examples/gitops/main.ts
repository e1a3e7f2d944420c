import { Chart } from 'cdk8s';
import { Application, ApplicationSet, AppProject, IgnoredFields, MeshApp, type MeshAppProps, runSynth } from '../../lib';

const repository = 'https://github.com/example/retail.git';
const servers = { staging: 'https://staging.example.com:6443', prod: 'https://prod.example.com:6443' };

/** What Argo CD is told: where the manifests are, which cluster each environment is, and how far its rights go. */
export function gitops(props?: MeshAppProps): MeshApp {
  const app = new MeshApp(props);
  const chart = new Chart(app, 'argo-cd', { namespace: 'argocd' });
  const project = new AppProject(chart, 'retail', {
    description: 'The retail system, wherever it runs',
    repositories: [repository],
    namespaces: ['default', 'traffic-management'],
    servers: Object.values(servers),
  });
  // Production follows a branch that people merge into; staging is whatever was committed last.
  new ApplicationSet(chart, 'retail-environments', {
    project,
    repository,
    members: {
      staging: { path: 'dist', server: servers.staging },
      prod: { path: 'dist/prod', revision: 'production', server: servers.prod },
    },
  });
  // A release that Flagger or Argo Rollouts carries out moves weights that git does not know.
  const delivery = new AppProject(chart, 'delivery', {
    repositories: [repository],
    namespaces: ['release-plan', 'release-flagger', 'release-rollouts'],
  });
  new Application(chart, 'release', {
    project: delivery,
    source: { repository, path: 'examples/release/dist' },
    ignored: [IgnoredFields.weights(), IgnoredFields.subsets(), IgnoredFields.replicas()],
  });
  return app;
}

if (require.main === module) runSynth(() => gitops({ outdir: `${__dirname}/dist` }));
