import { isRolledOut } from './rollout';

const deployment = (status: object, generation = 2) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'user', generation },
  spec: { replicas: 2 },
  status: { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2, ...status },
});

test.each([
  ['all there', {}, true],
  ['the controller has not looked yet', { observedGeneration: 1 }, false],
  ['an old pod is still there', { replicas: 3 }, false],
  ['not all are of the new revision', { updatedReplicas: 1 }, false],
  ['not all are ready', { availableReplicas: 1 }, false],
])('%s', (_, status, expected) => expect(isRolledOut(deployment(status))).toBe(expected));

test('no pods wanted, none there', () => {
  const none = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'user', generation: 1 },
    spec: { replicas: 0 },
    status: { observedGeneration: 1 },
  };
  expect(isRolledOut(none)).toBe(true);
});
