import { isRolledOut, replicaFailures, reporter } from './rollout';

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

test('a pod that the API server rejects is a reason, a rollout that goes on is none', () => {
  const conditions = [
    { type: 'Progressing', message: 'ReplicaSet "user-1" is progressing.' },
    { type: 'ReplicaFailure', message: 'pods "user-1-" is forbidden: violates PodSecurity "restricted:latest"' },
  ];
  expect(replicaFailures(deployment({ conditions }))).toEqual([conditions[1]?.message]);
  expect(replicaFailures(deployment({}))).toEqual([]);
});

test('a reason is reported once, and only when it has stood longer than a start takes', () => {
  const said: string[] = [];
  let time = 0;
  const report = reporter(
    (reason) => said.push(reason),
    () => time,
  );
  report(['forbidden'], 0);
  for (time of [0, 14_000, 15_000, 20_000]) report(['connect ECONNREFUSED', ...(time < 14_000 ? ['starting'] : [])], 15_000);
  expect(said).toEqual(['forbidden', 'connect ECONNREFUSED']);
});
