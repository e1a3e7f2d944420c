import { saidOfContainer, saidOfPod } from './said.test.helper';

const container = { name: 'app', image: 'a:1' };

test.each<[string, object, string[]]>([
  ['everything', { ports: [{ name: 'http', containerPort: 80 }], terminationMessagePolicy: 'File' }, []],
  ['a space that a template may have', { image: ' a ' }, []],
  ['a message policy', { terminationMessagePolicy: 'file' }, ['terminationMessagePolicy']],
  ['a port of the node twice', { ports: [80, 81].map((containerPort) => ({ containerPort, hostPort: 80 })) }, ['ports.1.hostPort']],
  [
    'resizing',
    { resizePolicy: [{ resourceName: 'gpu', restartPolicy: 'Never' }] },
    ['resizePolicy.0.resourceName', 'resizePolicy.0.restartPolicy'],
  ],
  ['a restart policy, which is dropped', { restartPolicy: 'Always' }, []],
])('container: %s', (_name, given, expected) => {
  expect(saidOfContainer(given)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['a probe', { readinessProbe: { httpGet: { port: 'http', httpHeaders: [{ name: 'x-a' }] } } }, []],
  ['numbers', { readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: -1 } }, ['readinessProbe.periodSeconds']],
  ['two handlers', { startupProbe: { tcpSocket: { port: 80 }, exec: { command: ['a'] } } }, ['startupProbe']],
  ['no port', { livenessProbe: { grpc: { port: 0 } } }, ['livenessProbe.grpc.port']],
  [
    'a header',
    { livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'a b', value: '' }] } } },
    ['livenessProbe.httpGet.httpHeaders.0.name'],
  ],
  [
    'a grace period of readiness',
    { readinessProbe: { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 5 } },
    ['readinessProbe.terminationGracePeriodSeconds'],
  ],
  ['a hook', { lifecycle: { preStop: { sleep: { seconds: 30 } } } }, []],
  ['a hook that takes too long', { lifecycle: { preStop: { sleep: { seconds: 31 } } } }, ['lifecycle.preStop.sleep.seconds']],
  ['a hook of nothing', { lifecycle: { postStart: {} } }, ['lifecycle.postStart']],
  ['a hook without a command', { lifecycle: { postStart: { exec: {} } } }, ['lifecycle.postStart.exec.command']],
])('probes: %s', (_name, given, expected) => {
  expect(saidOfContainer(given)).toEqual(expected);
});

const from = (valueFrom: object) => ({ env: [{ name: 'A', valueFrom }] });
const path = 'env.0.valueFrom';

test.each<[string, object, string[]]>([
  ['a label of the pod', from({ fieldRef: { fieldPath: "metadata.labels['app']" } }), []],
  ['all labels of the pod', from({ fieldRef: { fieldPath: 'metadata.labels' } }), [`${path}.fieldRef.fieldPath`]],
  ['an old name', from({ fieldRef: { fieldPath: 'spec.host' } }), []],
  ['an old version', from({ fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.name' } }), [`${path}.fieldRef.apiVersion`]],
  ['a key of a name', from({ fieldRef: { fieldPath: "metadata.name['a']" } }), [`${path}.fieldRef.fieldPath`]],
  ['a limit', from({ resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } }), []],
  ['a limit of huge pages', from({ resourceFieldRef: { resource: 'limits.hugepages-2Mi', divisor: '1Mi' } }), []],
  ['a limit of nothing', from({ resourceFieldRef: { resource: 'limits.gpu' } }), [`${path}.resourceFieldRef.resource`]],
  ['parts of a CPU', from({ resourceFieldRef: { resource: 'limits.cpu', divisor: '10m' } }), [`${path}.resourceFieldRef.divisor`]],
  ['a key', from({ secretKeyRef: { name: 'A', key: 'a/b' } }), [`${path}.secretKeyRef.name`, `${path}.secretKeyRef.key`]],
  ['an empty key', from({ configMapKeyRef: { name: 'a', key: '' } }), [`${path}.configMapKeyRef.key`]],
  ['nothing', from({}), [path]],
  ['two', from({ configMapKeyRef: { name: 'a', key: 'b' }, secretKeyRef: { name: 'a', key: 'b' } }), [path]],
  ['everything of a Secret', { envFrom: [{ prefix: 'A_', secretRef: { name: 'a' } }] }, []],
  ['a wrong prefix', { envFrom: [{ prefix: 'A=', secretRef: { name: 'A' } }] }, ['envFrom.0.prefix', 'envFrom.0.secretRef.name']],
  ['everything of nothing', { envFrom: [{}] }, ['envFrom.0']],
  ['everything of two', { envFrom: [{ configMapRef: { name: 'a' }, secretRef: { name: 'a' } }] }, ['envFrom.0']],
])('environment: %s', (_name, given, expected) => {
  expect(saidOfContainer(given)).toEqual(expected);
});

const limited = (limits: object, requests: object = {}) => ({ resources: { limits, requests } });

test.each<[string, object, string[]]>([
  ['a device', limited({ 'a.com/gpu': 1 }, { 'a.com/gpu': 1 }), []],
  ['less of a device than its limit', limited({ 'a.com/gpu': 2 }, { 'a.com/gpu': 1 }), ['resources.requests.a.com/gpu']],
  ['half a device', limited({ 'a.com/gpu': '500m' }), ['resources.limits.a.com/gpu']],
  ['less than nothing', limited({ cpu: '-1' }), ['resources.limits.cpu']],
  ['an unknown resource', limited({ gpu: 1, 'a b/c': 1 }), ['resources.limits.gpu', 'resources.limits.a b/c']],
  ['huge pages', limited({ 'hugepages-2Mi': '4Mi', cpu: 1 }), []],
  ['parts of huge pages', limited({ 'hugepages-2Mi': '3Mi' }), ['resources.limits.hugepages-2Mi', 'resources']],
  [
    'a claim that the pod lacks',
    { resources: { claims: [{ name: 'a' }, { name: 'a' }] } },
    ['0.name', '1', '1.name'].map((step) => `resources.claims.${step}`),
  ],
])('resources: %s', (_name, given, expected) => {
  expect(saidOfContainer(given)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['a user', { runAsUser: 1000, runAsGroup: 0 }, []],
  ['no user', { runAsUser: -1, runAsGroup: 2 ** 31 }, ['runAsUser', 'runAsGroup']],
  ['a profile', { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } }, []],
  ['a profile without name', { seccompProfile: { type: 'Localhost' } }, ['seccompProfile.localhostProfile']],
  ['a profile with a name', { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } }, ['seccompProfile.localhostProfile']],
  ['a profile above', { seccompProfile: { type: 'Localhost', localhostProfile: '../a' } }, ['seccompProfile.localhostProfile']],
  ['an unknown profile', { appArmorProfile: { type: 'runtime' } }, ['appArmorProfile.type']],
  ['an empty name', { appArmorProfile: { type: 'Localhost', localhostProfile: ' a' } }, ['appArmorProfile.localhostProfile']],
  ['escalation', { allowPrivilegeEscalation: false, privileged: true }, ['allowPrivilegeEscalation']],
  ['escalation by capability', { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } }, ['allowPrivilegeEscalation']],
  ['an open /proc', { procMount: 'Unmasked' }, ['procMount']],
])('security: %s', (_name, securityContext, expected) => {
  expect(saidOfContainer({ securityContext })).toEqual(expected.map((path) => `securityContext.${path}`));
});

test.each<[string, object, string[]]>([
  ['a sidecar', { restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 80 } } }, []],
  ['a probe of what ends', { startupProbe: { tcpSocket: { port: 80 } }, lifecycle: {} }, ['startupProbe', 'lifecycle']],
])('init container: %s', (_name, given, expected) => {
  const said = saidOfPod({ containers: [container], initContainers: [{ name: 'first', image: 'a:1', ...given }] });
  expect(said).toEqual(expected.map((path) => `initContainers.0.${path}`));
});
