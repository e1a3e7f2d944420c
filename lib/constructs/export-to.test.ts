import { Chart } from 'cdk8s';
import { MeshApp } from '../app';
import { declared, specOf } from './declared.test.helper';
import { DestinationRule } from './destination-rule';
import { renderExportTo } from './export-to';
import { ExternalService } from './external-service';
import { Microservice } from './microservice';
import { VirtualService } from './virtual-service';

test('every kind that has `exportTo` writes it', () => {
  const exportTo = ['.', 'edge'];
  const objects = declared((chart) => {
    const users = new Microservice(chart, 'user', { image: 'user:v1', port: 80, destinationRule: { exportTo } });
    const bank = new ExternalService(chart, 'bank', { host: 'a.example', ports: [{ number: 443, protocol: 'tls' }], exportTo });
    new DestinationRule(chart, 'bank-rule', { service: bank, exportTo });
    new VirtualService(chart, 'user-routes', { hosts: [users], routes: [{ to: users }], exportTo });
  });
  const written = objects.filter(({ spec }) => (spec as { exportTo?: string[] } | undefined)?.exportTo);
  expect(written.map(({ kind }) => kind)).toEqual(['DestinationRule', 'ServiceEntry', 'DestinationRule', 'VirtualService']);
  expect(specOf(written, 'ServiceEntry').exportTo).toEqual(exportTo);
});

test.each<[string, string[]]>([
  ['ExportTo', []],
  ['ExportTo', ['*', 'shop']],
  ['ExportTo', ['shop', 'shop']],
  ['NameForm', ['Shop']],
])('%s: %j', (errorName, exportTo) => {
  expect(() => renderExportTo(exportTo)).toThrow(expect.objectContaining({ errorName }));
});

test('a rule for some callers stays in its namespace', () => {
  const service = { host: 'user' };
  const callers = { app: 'web' };
  expect(
    specOf(
      declared((chart) => new DestinationRule(chart, 'rule', { service, callers })),
      'DestinationRule',
    ),
  ).toEqual({
    host: 'user',
    exportTo: ['.'],
    workloadSelector: { matchLabels: callers },
  });
  expect(() => declared((chart) => new DestinationRule(chart, 'rule', { service, callers, exportTo: ['*'] }))).toThrow(
    expect.objectContaining({ errorName: 'CallersElsewhere' }),
  );
});

describe('a destination is seen where it is exported to', () => {
  const app = (declare: (own: Chart, other: Chart) => void) => {
    const mesh = new MeshApp({ outdir: 'never-written' });
    declare(new Chart(mesh, 'shop', { namespace: 'shop' }), new Chart(mesh, 'web', { namespace: 'web' }));
    return mesh.manifests().map(({ object }) => object);
  };
  const cart = (chart: Chart, exportTo: string[]) =>
    new Microservice(chart, 'cart', { image: 'cart:v1', port: 80, exportTo, versions: undefined });

  test('and says so on its Service and its DestinationRule', () => {
    const objects = app((own) => {
      const to = new Microservice(own, 'cart', { image: 'cart', port: 80, exportTo: ['.', 'web'], versions: { v1: {} } });
      new VirtualService(own, 'inside', { hosts: [to], routes: [{ to }] });
    });
    expect(objects.find(({ kind }) => kind === 'Service')?.metadata.annotations).toEqual({ 'networking.istio.io/exportTo': '.,web' });
    expect(objects.find(({ kind }) => kind === 'DestinationRule')?.spec).toMatchObject({ exportTo: ['.', 'web'] });
  });

  test.each<[string, (own: Chart, other: Chart) => void]>([
    ['a route', (own, other) => new VirtualService(other, 'x', { hosts: ['cart'], routes: [{ to: cart(own, ['.']) }] })],
    ['a call', (own, other) => new Microservice(other, 'front', { image: 'front:v1', port: 80 }).calls(cart(own, ['shop']))],
    [
      'a mirror to an external service',
      (own, other) => {
        const to = Microservice.fromHost('a.web.svc.cluster.local');
        const bank = new ExternalService(own, 'bank', {
          host: 'bank.example.com',
          ports: [{ number: 80, protocol: 'http' }],
          exportTo: ['.'],
        });
        new VirtualService(other, 'x', { hosts: ['cart'], routes: [{ to, mirror: [{ to: bank }] }] });
      },
    ],
  ])('%s from elsewhere is refused', (_, declare) => {
    expect(() => app(declare)).toThrow(
      expect.objectContaining({
        errorName: 'HiddenDestination',
        details: expect.objectContaining({ construct: expect.stringMatching(/^web\//), fix: "exportTo: ['shop', 'web']" }),
      }),
    );
  });

  test.each([[['.', 'web']], [['*']], [undefined]])('%j reaches it', (exportTo) => {
    expect(() =>
      app((own, other) => new VirtualService(other, 'x', { hosts: ['cart'], routes: [{ to: cart(own, exportTo as string[]) }] })),
    ).not.toThrow();
  });
});
