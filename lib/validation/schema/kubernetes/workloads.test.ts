import { said, workload } from './said.test.helper';

const rolling = (rollingUpdate: object) => ({ type: 'RollingUpdate', rollingUpdate });
const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

test.each<[string, string, object, string[]]>([
  ['rolling', 'Deployment', { strategy: rolling({ maxSurge: '200%', maxUnavailable: 0 }) }, []],
  ['at once', 'Deployment', { strategy: { type: 'Recreate', rollingUpdate: {} } }, ['strategy.rollingUpdate']],
  ['by no strategy', 'Deployment', { strategy: { type: 'Rolling' } }, ['strategy.type']],
  ['by no step', 'Deployment', { strategy: rolling({ maxSurge: '0%', maxUnavailable: 0 }) }, ['strategy.rollingUpdate']],
  [
    'by too much',
    'Deployment',
    { strategy: rolling({ maxUnavailable: '101%', maxSurge: '1' }) },
    ['strategy.rollingUpdate.maxUnavailable', 'strategy.rollingUpdate.maxSurge'],
  ],
  ['slowly', 'Deployment', { minReadySeconds: 600 }, ['progressDeadlineSeconds']],
  ['without a past', 'Deployment', { revisionHistoryLimit: -1 }, ['revisionHistoryLimit']],
  ['rolling', 'DaemonSet', { updateStrategy: rolling({ maxUnavailable: 0, maxSurge: 1 }) }, []],
  ['both ways', 'DaemonSet', { updateStrategy: rolling({ maxSurge: 1 }) }, ['updateStrategy.rollingUpdate']],
  ['neither way', 'DaemonSet', { updateStrategy: rolling({ maxUnavailable: 0 }) }, ['updateStrategy.rollingUpdate']],
  ['by hand', 'DaemonSet', { updateStrategy: { type: 'OnDelete', rollingUpdate: { maxUnavailable: 'x' } } }, []],
  ['rolling', 'StatefulSet', { updateStrategy: rolling({ partition: 1 }) }, []],
  ['by hand', 'StatefulSet', { updateStrategy: { type: 'OnDelete', rollingUpdate: {} } }, ['updateStrategy.rollingUpdate']],
  [
    'backwards',
    'StatefulSet',
    { updateStrategy: rolling({ partition: -1 }), ordinals: { start: -1 } },
    ['ordinals.start', 'updateStrategy.rollingUpdate.partition'],
  ],
  [
    'words',
    'StatefulSet',
    { serviceName: 'A', podManagementPolicy: 'parallel', persistentVolumeClaimRetentionPolicy: { whenScaled: 'retain' } },
    ['podManagementPolicy', 'serviceName', 'persistentVolumeClaimRetentionPolicy.whenScaled'],
  ],
  ['claims', 'StatefulSet', { volumeClaimTemplates: [claim] }, []],
  [
    'claims of nothing',
    'StatefulSet',
    { volumeClaimTemplates: [{ metadata: {}, spec: claim.spec }] },
    ['volumeClaimTemplates.0.metadata.name'],
  ],
])('%s: %s', (_name, kind, more, expected) => {
  const name = kind;
  expect(said(name, workload({}, more))).toEqual(expected.map((path) => `spec.${path}`));
});

test('what a StatefulSet gives its pods is not looked at in the template', () => {
  const pod = { hostname: 'A', subdomain: 'b.c', volumes: [{ name: 'data', configMap: {} }] };
  expect(said('StatefulSet', workload(pod, { volumeClaimTemplates: [claim] }))).toEqual([]);
});

test('only Jobs have a deadline', () => {
  expect(said('Deployment', workload({ activeDeadlineSeconds: 1 }))).toEqual(['spec.template.spec.activeDeadlineSeconds']);
});

test.each<[string, object, string[]]>([
  ['labels', { labels: { app: 'a', 'b c': 'd' } }, ['spec.template.metadata.labels.b c']],
  ['annotations', { labels: { app: 'a' }, annotations: { 'b c': 'd' } }, ['spec.template.metadata.annotations.b c']],
])('template: %s', (_name, metadata, expected) => {
  expect(
    said('Deployment', {
      spec: { selector: { matchLabels: { app: 'a' } }, template: { metadata, spec: { containers: [{ name: 'a', image: 'b' }] } } },
    }),
  ).toEqual(expected);
});
