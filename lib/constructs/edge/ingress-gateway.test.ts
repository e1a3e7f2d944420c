import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { IngressGateway } from './ingress-gateway';

test('what an ingress gateway is made of', () => {
  expect(
    yamlOf((chart) => void new IngressGateway(chart, 'edge', { hosts: ['shop.example.com', '*.shop.example.com'] })),
  ).toMatchSnapshot();
});

test('pods listen on ports that need no privilege', () => {
  const objects = declared((chart) => {
    expect(new IngressGateway(chart, 'edge', { ports: [443, 9443] }).httpPorts).toEqual([8443, 9443]);
  });
  const { ports } = specOf(objects, 'Service') as { ports: { port: number; targetPort: number }[] };
  expect(ports.map(({ port, targetPort }) => [port, targetPort])).toEqual([
    [15021, 15021],
    [443, 8443],
    [9443, 9443],
  ]);
});

test.each([
  ['NameForm', 'Edge_1', {}],
  ['NoPorts', 'edge', { ports: [] }],
  ['PortRange', 'edge', { ports: [70000] }],
  ['ReplicaRange', 'edge', { replicas: { min: 3, max: 2 } }],
  ['ReplicaRange', 'edge', { replicas: { min: 0, max: 2 } }],
  ['NoHosts', 'edge', { hosts: [] }],
])('%s is refused', (errorName, id, props) => {
  expect(refusal((chart) => new IngressGateway(chart, id, props))).toMatchObject({ errorName, details: { construct: `shop/${id}` } });
});
