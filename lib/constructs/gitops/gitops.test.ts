/** What is handed to Argo CD, and what is refused where it could only fail later. */
import { Chart } from 'cdk8s';
import { MeshApp } from '../../app';
import { declared, refusal, specOf } from '../declared.test.helper';
import { Gateway } from '../gateway';
import { Microservice } from '../microservice';
import { Namespace } from '../namespace';
import { Server } from '../server';
import { VirtualService } from '../virtual-service';
import { AppProject } from './app-project';
import { Application, type ApplicationProps } from './application';
import { ApplicationSet } from './application-set';
import { IgnoredFields } from './ignored-fields';
import { addSyncWaves } from './sync-waves';

const source = { repository: 'https://example.com/shop.git', path: 'dist' };
const application = (props: Partial<ApplicationProps>) => (chart: Chart) => new Application(chart, 'shop', { source, ...props });

test('namespaces come up first, then services, then what leads to them; a wave that was chosen stays', () => {
  const app = new MeshApp({ outdir: 'never-written' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Namespace(chart, 'shop');
  const users = new Microservice(chart, 'user', { image: 'example.com/user', port: 8000, versions: { v1: {} } });
  const gateways = [new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['a.com'] })] })];
  new VirtualService(chart, 'site', { gateways, hosts: ['a.com'], routes: [{ to: users }] });
  new Namespace(chart, 'late').node.findChild('Default');
  const late = chart.node.findChild('late').node.defaultChild as unknown as {
    metadata: { addAnnotation(key: string, value: string): void };
  };
  late.metadata.addAnnotation('argocd.argoproj.io/sync-wave', '7');
  addSyncWaves(app);
  const waves = app.manifests().map(({ object: { kind, metadata } }) => [kind, metadata.annotations?.['argocd.argoproj.io/sync-wave']]);
  expect(Object.fromEntries(waves.slice(0, -1))).toEqual({
    Namespace: '0',
    ServiceAccount: '1',
    Service: '1',
    Deployment: '1',
    PodDisruptionBudget: '1',
    DestinationRule: '1',
    Gateway: '2',
    VirtualService: '2',
  });
  expect(waves.at(-1)).toEqual(['Namespace', '7']);
});

test('an application is automated, prunes last, and takes one folder without those in it', () => {
  expect(specOf(declared(application({})), 'Application')).toEqual({
    project: 'default',
    destination: { server: 'https://kubernetes.default.svc' },
    source: { repoURL: 'https://example.com/shop.git', path: 'dist', targetRevision: 'HEAD', directory: { recurse: false } },
    syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true', 'PruneLast=true'] },
  });
});

test('what others write is neither reported nor written back', () => {
  expect(specOf(declared(application({ automated: false, ignored: [IgnoredFields.weights()] })), 'Application')).toMatchObject({
    syncPolicy: { syncOptions: ['ServerSideApply=true', 'PruneLast=true', 'RespectIgnoreDifferences=true'] },
    ignoreDifferences: [{ group: 'networking.istio.io', kind: 'VirtualService', jqPathExpressions: ['.spec.http[].route[].weight'] }],
  });
});

test.each<[string, (chart: Chart) => unknown]>([
  ['NameForm', (chart) => new Application(chart, 'My Shop', { source })],
  ['RepositoryForm', application({ source: { ...source, repository: 'example.com/shop.git' } })],
  ['SourcePath', application({ source: { ...source, path: '/dist' } })],
  ['SourcePath', application({ source: { ...source, path: '../dist' } })],
  ['OpenProject', (chart) => new AppProject(chart, 'shop', { repositories: ['*'], namespaces: ['shop'] })],
  ['OpenProject', (chart) => new AppProject(chart, 'shop', { repositories: [source.repository], namespaces: [] })],
  ['NoApplications', (chart) => new ApplicationSet(chart, 'shop', { repository: source.repository, members: {} })],
  ['NameForm', (chart) => new ApplicationSet(chart, 'shop', { repository: source.repository, members: { 'a b': { path: 'dist' } } })],
])('%s', (errorName, declare) => {
  expect(refusal((chart) => void declare(chart)).errorName).toBe(errorName);
});

test('repositories may be named in each of the forms that git has', () => {
  for (const repository of ['https://a.com/b.git', 'ssh://git@a.com/b.git', 'git@a.com:b.git', 'file:///srv/b.git']) {
    expect(() => declared((chart) => void application({ source: { ...source, repository } })(chart))).not.toThrow();
  }
});
