import { Chart } from 'cdk8s';
import { MeshApp } from '../../app';
import { Gateway } from '../gateway';
import { Microservice } from '../microservice';
import { Server } from '../server';
import { VirtualService } from '../virtual-service';
import { ExportScopes, type ExportScopesProps } from './export-scopes';

/** What each object of the app exports to, by name. */
function exported(props?: ExportScopesProps, exportTo?: readonly string[]): Record<string, string> {
  const app = new MeshApp({ outdir: 'never-written' });
  const [shop, books, jobs] = ['shop', 'books', 'jobs'].map((namespace) => new Chart(app, namespace, { namespace })) as [
    Chart,
    Chart,
    Chart,
  ];
  const service = (chart: Chart, id: string) => new Microservice(chart, id, { image: id, port: 8080, versions: { v1: {} }, exportTo });
  const [web, search, nightly] = [service(shop, 'web'), service(books, 'search'), service(jobs, 'nightly')];
  web.calls(search);
  nightly.calls(search);
  const gateways = [new Gateway(shop, 'site', { servers: [Server.http({ hosts: ['a.example.com'] })] })];
  new VirtualService(shop, 'site-routes', { hosts: ['a.example.com'], gateways, routes: [{ to: web }] });
  new ExportScopes(shop, 'export-scopes', props);
  app.manifests();
  const objects = app.manifests().map(({ object }) => object);
  return Object.fromEntries(
    objects.flatMap(({ kind, metadata, spec }) => {
      const list = (spec as { exportTo?: string[] } | undefined)?.exportTo?.join(',');
      const written = kind === 'Service' ? metadata.annotations?.['networking.istio.io/exportTo'] : list;
      return kind === 'Service' || kind === 'DestinationRule' ? [[`${kind} ${metadata.name}`, written ?? 'all']] : [];
    }),
  );
}

test('a microservice is seen where it is called from', () => {
  expect(exported()).toEqual({
    'Service web': '.,istio-system',
    'DestinationRule web-destination-rule': '.,istio-system',
    'Service search': '.,jobs,shop',
    'DestinationRule search-destination-rule': '.,jobs,shop',
    'Service nightly': '.',
    'DestinationRule nightly-destination-rule': '.',
  });
});

test('some namespaces see all', () => {
  expect(exported({ alwaysSeenBy: ['monitoring'] })).toMatchObject({
    'Service nightly': '.,monitoring',
    'Service search': '.,jobs,monitoring,shop',
  });
});

test('what a microservice says itself is kept', () => {
  expect(exported({}, ['*'])).toMatchObject({ 'Service nightly': '*', 'DestinationRule nightly-destination-rule': '*' });
});
