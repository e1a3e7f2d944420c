import type { Chart } from 'cdk8s';
import { toYaml } from '../synth/yaml';
import { declared, refusal } from './declared.test.helper';
import { Duration } from './duration';
import { Microservice } from './microservice';
import { VirtualMachine, VirtualMachineGroup } from './virtual-machine';

const versioned = (chart: Chart) =>
  new Microservice(chart, 'user', { image: 'user', port: 8000, replicas: 1, versions: { v1: {}, v2: {} } });
const single = (chart: Chart) => new Microservice(chart, 'product', { image: 'product:v1', port: 8000, replicas: 1 });

test('machines answer beside the pods of the same version', () => {
  const objects = declared((chart) => {
    new VirtualMachine(chart, 'user-vm', { service: versioned(chart), version: 'v2', address: '10.0.0.5', port: 80, locality: 'eu/a' });
    new VirtualMachineGroup(chart, 'product-vms', { service: single(chart), readiness: '/ready', period: Duration.seconds(10) });
  });
  expect(toYaml(objects.filter(({ kind }) => kind.startsWith('Workload')))).toMatchSnapshot();
});

test('the labels are those by which the Service and the subset select', () => {
  const objects = declared(
    (chart) => new VirtualMachine(chart, 'vm', { service: versioned(chart), version: 'v2', address: 'vm.example.com' }),
  );
  const spec = (kind: string, index = 0) => objects.filter((object) => object.kind === kind)[index]?.spec as Record<string, unknown>;
  const machine = spec('WorkloadEntry').labels;
  expect(machine).toMatchObject(spec('Service').selector as object);
  expect(machine).toEqual((spec('Deployment', 1).selector as { matchLabels: object }).matchLabels);
});

test.each<[string, (chart: Chart) => unknown]>([
  ['VersionMissing', (chart) => new VirtualMachine(chart, 'vm', { service: versioned(chart), address: '10.0.0.5' })],
  // @ts-expect-error there is no v3
  ['UnknownVersion', (chart) => new VirtualMachine(chart, 'vm', { service: versioned(chart), version: 'v3', address: '10.0.0.5' })],
  ['AddressForm', (chart) => new VirtualMachine(chart, 'vm', { service: single(chart), address: '10.0.0.5:80' })],
  ['AddressForm', (chart) => new VirtualMachine(chart, 'vm', { service: single(chart), address: '*.example.com' })],
  ['PortRange', (chart) => new VirtualMachineGroup(chart, 'vm', { service: single(chart), port: 0 })],
  ['NameForm', (chart) => new VirtualMachineGroup(chart, 'VM', { service: single(chart) })],
])('%s', (errorName, declare) => {
  const error = refusal((chart) => void declare(chart));
  expect(error.errorName).toBe(errorName);
  expect(error.details.construct).toMatch(/^shop\/vm$/i);
});
