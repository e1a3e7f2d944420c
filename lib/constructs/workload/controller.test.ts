import { declared, specOf } from '../declared.test.helper';
import { Microservice } from '../microservice';
import type { MicroserviceProps } from '../microservice-props';

interface PodSpec {
  readonly securityContext: Record<string, unknown>;
  readonly volumes: unknown;
  readonly topologySpreadConstraints?: { readonly labelSelector: unknown; readonly topologyKey: string }[];
  readonly containers: [
    { readonly securityContext: unknown; readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } } },
  ];
  readonly terminationGracePeriodSeconds: number;
}

function deploymentOf(props: Partial<MicroserviceProps> = {}) {
  const objects = declared((chart) => new Microservice(chart, 'user', { image: 'user:v1', port: 8000, ...props }));
  const spec = specOf(objects, 'Deployment');
  return { spec, pod: (spec.template as { spec: PodSpec }).spec };
}

test('the pod meets the Pod Security Standard `restricted`', () => {
  const { pod } = deploymentOf();
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(pod.securityContext.runAsUser).toBeGreaterThan(10000);
  expect(pod.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: true,
  });
  expect(pod.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }]);
});

test('no request is lost when pods are replaced', () => {
  const { spec, pod } = deploymentOf();
  expect(spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  const pause = pod.containers[0].lifecycle.preStop.sleep.seconds;
  expect(pause).toBeGreaterThan(0);
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(2 * pause);
});

test('pods are spread over hosts and zones where there are several', () => {
  const keys = (replicas: number) => deploymentOf({ replicas }).pod.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey);
  expect(keys(1)).toBeUndefined();
  expect(keys(2)).toEqual(['kubernetes.io/hostname', 'topology.kubernetes.io/zone']);
});

test.each([
  ['user:v1', 'Always'],
  [`user@sha256:${'0'.repeat(64)}`, 'IfNotPresent'],
])('%s is pulled %s', (image, policy) => {
  expect(deploymentOf({ image }).pod.containers[0]).toMatchObject({ image, imagePullPolicy: policy });
});

test('resources, user and environment are as asked for', () => {
  const amount = { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' };
  const resources = { requests: amount, limits: amount };
  const { pod } = deploymentOf({ resources, user: 20000, env: { LOG: 'debug' } });
  expect(pod.securityContext).toMatchObject({ runAsUser: 20000, runAsGroup: 20000, fsGroup: 20000 });
  expect(pod.containers[0]).toMatchObject({ resources, env: [{ name: 'LOG', value: 'debug' }] });
});
