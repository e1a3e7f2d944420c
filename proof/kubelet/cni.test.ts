import { redirection } from './cni';

const initContainer = (name: string, args: string[]) => ({ name, image: 'proxyv2', args });

test('what the validator will look for is set up, by the same arguments', () => {
  const args = ['istio-iptables', '-p', '15001', '--run-validation', '--skip-rule-apply'];
  const pod = { spec: { containers: [], initContainers: [initContainer('istio-validation', args)] } };
  expect(redirection(pod)).toEqual(['istio-iptables', '-p', '15001']);
});

test.each([
  ['a plain pod', []],
  ['a pod that sets itself up', [initContainer('istio-init', ['istio-iptables'])]],
])('%s is left alone', (_, initContainers) => expect(redirection({ spec: { containers: [], initContainers } })).toBeUndefined());
