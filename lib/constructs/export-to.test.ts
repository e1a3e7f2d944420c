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
