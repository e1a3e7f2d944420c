import { declared, refusal, specOf, yamlOf } from './declared.test.helper';
import { ExternalService, type ExternalServiceProps } from './external-service';
import { VirtualService } from './virtual-service';

const ports = [{ number: 443, protocol: 'tls' }] as const;

test('a service outside, and a route to it', () => {
  expect(
    yamlOf((chart) => {
      const bank = new ExternalService(chart, 'bank', { host: 'api.bank.example', ports });
      new VirtualService(chart, 'bank-timeouts', { hosts: [bank], tls: [{ to: bank }] });
    }),
  ).toMatchSnapshot();
});

test.each<[Partial<ExternalServiceProps>, object]>([
  [{}, { resolution: 'DNS', location: 'MESH_EXTERNAL' }],
  [{ host: '*.bank.example' }, { resolution: 'NONE' }],
  [{ endpoints: ['10.0.0.1', 'fd00::1'] }, { resolution: 'STATIC', endpoints: [{ address: '10.0.0.1' }, { address: 'fd00::1' }] }],
  [{ endpoints: ['10.0.0.1', 'b.bank.example'] }, { resolution: 'DNS' }],
  [{ inMesh: true }, { location: 'MESH_INTERNAL' }],
])('%j', (more, expected) => {
  const objects = declared((chart) => new ExternalService(chart, 'bank', { host: 'api.bank.example', ports, ...more }));
  expect(specOf(objects, 'ServiceEntry')).toMatchObject(expected);
});

test('with several ports, the caller’s own is kept', () => {
  declared((chart) => {
    const both = [...ports, { number: 80, protocol: 'http' }] as const;
    const bank = new ExternalService(chart, 'bank', { host: 'api.bank.example', ports: both });
    expect(bank.toTargets()).toEqual([{ host: 'api.bank.example', port: undefined }]);
  });
});

test.each<[string, Partial<ExternalServiceProps>]>([
  ['EveryHost', { host: '*' }],
  ['HostForm', { host: 'https://bank' }],
  ['NoPorts', { ports: [] }],
  ['PortTwice', { ports: [...ports, { number: 443, protocol: 'https' }] }],
  ['PortRange', { ports: [{ number: 0, protocol: 'tcp' }] }],
  ['EndpointForm', { endpoints: ['*.bank.example'] }],
  ['HostForm', { endpoints: ['10.0.0.1:443'] }],
])('%s', (errorName, more) => {
  const error = refusal((chart) => new ExternalService(chart, 'bank', { host: 'api.bank.example', ports, ...more }));
  expect(error).toMatchObject({ errorName, details: { construct: 'shop/bank' } });
});
