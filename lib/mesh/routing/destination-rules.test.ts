import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../mesh';

const target = { host: 'user.demo.svc.cluster.local', namespace: 'demo' };

function rule(name: string, namespace: string, spec: Record<string, unknown> = {}): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace },
    spec: { host: target.host, subsets: [{ name, labels: { version: name } }], ...spec },
  };
}

function subsets(rules: KubernetesObject[], namespace: string, labels: Record<string, string> = {}): (string | undefined)[] | undefined {
  return Mesh.of(rules)
    .destinationRules.inForce({ namespace, labels }, target)
    ?.subsets.map((subset) => subset.name);
}

describe('the DestinationRule in force', () => {
  test.each<[string, KubernetesObject[], string, string[] | undefined]>([
    ['stands beside the service', [rule('v1', 'demo')], 'edge', ['v1']],
    ['stands in the client namespace first', [rule('v1', 'demo'), rule('v2', 'edge')], 'edge', ['v2']],
    ['is of no third namespace', [rule('v1', 'ops')], 'edge', undefined],
    ['stands in the root namespace last', [rule('v1', 'istio-system')], 'edge', ['v1']],
    [
      'may be a wildcard of the client namespace',
      [rule('v1', 'demo'), rule('v2', 'edge', { host: '*.demo.svc.cluster.local' })],
      'edge',
      ['v2'],
    ],
    ['is merged with its like', [rule('v1', 'demo'), rule('v2', 'demo')], 'edge', ['v1', 'v2']],
    ['is the last one where several are kept apart', [rule('v1', 'demo'), rule('v2', 'demo', { exportTo: ['*'] })], 'edge', ['v2']],
    ['is hidden by an exact one that is not exported', [rule('v1', 'demo', { exportTo: ['.'] })], 'edge', undefined],
    [
      'gives way to an exact rule of its namespace, exported elsewhere',
      [rule('v1', 'demo', { exportTo: ['ops'] }), rule('v2', 'demo', { host: '*.svc.cluster.local' })],
      'edge',
      undefined,
    ],
  ])('%s', (_, rules, namespace, expected) => {
    expect(subsets(rules, namespace)).toEqual(expected);
  });

  test('a workloadSelector that fits replaces the general rule, one that does not hides all others', () => {
    const rules = [rule('v1', 'edge', { workloadSelector: { matchLabels: { app: 'a' } } }), rule('v2', 'demo')];
    expect(subsets(rules, 'edge', { app: 'a' })).toEqual(['v1']);
    expect(subsets(rules, 'edge', { app: 'b' })).toBeUndefined();
  });
});

test.each([
  ['user.demo.svc.cluster.local', ['demo', 'edge', 'ops']],
  ['web.demo.svc.cluster.local', ['edge', 'ops']],
  ['user.other.svc.cluster.local', ['ops']],
  ['example.com', []],
])('which namespaces may hold a rule for %s', (host, namespaces) => {
  const rules = [
    rule('v1', 'demo'),
    rule('v2', 'edge', { host: '*.demo.svc.cluster.local' }),
    rule('v3', 'ops', { host: '*.svc.cluster.local' }),
  ];
  expect([...Mesh.of(rules).destinationRules.namespacesWithRule(host)].sort()).toEqual(namespaces);
});
