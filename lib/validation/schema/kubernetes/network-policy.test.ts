import { said } from './said.test.helper';

const from = (peer: object) => ({ spec: { podSelector: {}, ingress: [{ from: [peer] }] } });
const to = (port: object) => ({ spec: { podSelector: {}, egress: [{ ports: [port] }] } });

test.each<[string, object, string[]]>([
  ['everything', { spec: { podSelector: { matchLabels: { app: 'a' } }, policyTypes: ['Ingress', 'Egress'], ingress: [{}] } }, []],
  ['nothing in a list', { spec: { ingress: [null] } }, []],
  ['a range of ports', to({ port: 80, endPort: 90, protocol: 'UDP' }), []],
  ['ports', to({ port: 65_536, protocol: 'tcp' }), ['protocol', 'port'].map((field) => `spec.egress.0.ports.0.${field}`)],
  ['a port by no name', to({ port: 'a_b' }), ['spec.egress.0.ports.0.port']],
  ['a range backwards', to({ port: 80, endPort: 79 }), ['spec.egress.0.ports.0.endPort']],
  ['a range too far', to({ port: 80, endPort: 65_536 }), ['spec.egress.0.ports.0.endPort']],
  ['a range from a name', to({ port: 'http', endPort: 90 }), ['spec.egress.0.ports.0.endPort']],
  ['a range from nowhere', to({ endPort: 90 }), ['spec.egress.0.ports.0.endPort']],
  ['a block', from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }), []],
  ['no block', from({ ipBlock: { cidr: '10.0.0.0' } }), ['spec.ingress.0.from.0.ipBlock.cidr']],
  ['an empty block', from({ ipBlock: { cidr: '' } }), ['spec.ingress.0.from.0.ipBlock.cidr']],
  [
    'exceptions',
    from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8', '11.0.0.0/16', 'x'] } }),
    [0, 1, 2].map((index) => `spec.ingress.0.from.0.ipBlock.except.${index}`),
  ],
  ['no peer', from({}), ['spec.ingress.0.from.0']],
  ['a block and pods', from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }), ['spec.ingress.0.from.0']],
  [
    'selectors',
    from({
      podSelector: { matchExpressions: [{ key: 'a', operator: 'in', values: ['b'] }] },
      namespaceSelector: { matchLabels: { a: '-' } },
    }),
    ['spec.ingress.0.from.0.podSelector.matchExpressions.0.operator', 'spec.ingress.0.from.0.namespaceSelector.matchLabels.a'],
  ],
  [
    'expressions',
    {
      spec: {
        podSelector: {
          matchExpressions: [
            { key: 'a', operator: 'In' },
            { key: 'a b', operator: 'Exists', values: ['c'] },
            { key: 'a', operator: 'NotIn', values: ['-'] },
          ],
        },
      },
    },
    ['0.values', '1.key', '1.values', '2.values.0'].map((path) => `spec.podSelector.matchExpressions.${path}`),
  ],
  ['types', { spec: { podSelector: {}, policyTypes: ['ingress'] } }, ['spec.policyTypes.0']],
  ['too many types', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress', 'Ingress'] } }, ['spec.policyTypes']],
])('NetworkPolicy: %s', (_name, rest, expected) => {
  expect(said('NetworkPolicy', rest)).toEqual(expected);
});
