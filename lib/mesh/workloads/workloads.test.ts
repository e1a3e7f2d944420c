import { sourceOfObject } from '../../manifest/manifest';
import { deployment, meshOf, object } from '../objects.test.helper';
import { type Workload, workloadOf } from './workloads';

function read(written: ReturnType<typeof object>): Partial<Workload> | undefined {
  const workload = workloadOf({ object: written, source: sourceOfObject() });
  if (!workload) return undefined;
  const { manifest: _manifest, ...rest } = workload;
  return rest;
}

const plain = {
  kind: 'Pod',
  name: 'web',
  namespace: 'shop',
  labels: {},
  replicas: 1,
  serviceAccount: 'default',
  namedPorts: new Map(),
  containerPorts: [],
  ready: true,
};
const ready = (status: string, type = 'Ready') => ({ status: { conditions: [{ type, status }] } });
const containers = [
  { ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 9090 }, { name: 'odd' }] },
  {},
  { ports: [{ name: 'grpc', containerPort: 7070 }] },
];
const ports = {
  namedPorts: new Map([
    ['http', 8080],
    ['odd', 0],
    ['grpc', 7070],
  ]),
  containerPorts: [8080, 9090, 0, 7070],
};
const knative = {
  apiVersion: 'serving.knative.dev/v1',
  spec: { template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } } },
};

// [what it is, the object, what differs from a plain pod]
test.each<[string, ReturnType<typeof object>, object | undefined]>([
  ['a pod', object('Pod', 'shop/web'), {}],
  ['a pod without a namespace', object('Pod', 'web'), { namespace: 'default' }],
  ['a pod with labels', object('Pod', 'shop/web', { labels: { app: 'web' } }), { labels: { app: 'web' } }],
  ['a pod with a service account', object('Pod', 'shop/web', { spec: { serviceAccountName: 'a' } }), { serviceAccount: 'a' }],
  ['a pod with an empty one', object('Pod', 'shop/web', { spec: { serviceAccountName: '' } }), { serviceAccount: 'default' }],
  ['a pod with ports', object('Pod', 'shop/web', { spec: { containers } }), ports],
  ['a pod that is not ready', object('Pod', 'shop/web', ready('False')), { ready: false }],
  ['a pod that is ready', object('Pod', 'shop/web', ready('True')), {}],
  ['a pod of which something else is not so', object('Pod', 'shop/web', ready('False', 'Initialized')), {}],
  ['a pod that runs', object('Pod', 'shop/web', { status: { phase: 'Running' } }), {}],
  ['a pod that is done', object('Pod', 'shop/web', { status: { phase: 'Succeeded' } }), { ready: false }],
  ['a pod that failed', object('Pod', 'shop/web', { status: { phase: 'Failed' } }), { ready: false }],
  [
    'a pod that goes',
    { ...object('Pod', 'shop/web'), metadata: { name: 'web', namespace: 'shop', deletionTimestamp: '2026-11-27T00:00:00Z' } },
    { ready: false },
  ],
  ['a Deployment', deployment('shop/web', { app: 'web' }), { kind: 'Deployment', labels: { app: 'web' } }],
  ['a Deployment of 3', deployment('shop/web', {}, { replicas: 3 }), { kind: 'Deployment', replicas: 3 }],
  ['a Deployment of 0', deployment('shop/web', {}, { replicas: 0 }), { kind: 'Deployment', replicas: 0 }],
  ['a Deployment with ports', deployment('shop/web', {}, { pod: { containers } }), { kind: 'Deployment', ...ports }],
  ['a Deployment without a template', object('Deployment', 'shop/web'), { kind: 'Deployment' }],
  [
    'a CronJob',
    object('CronJob', 'shop/web', {
      apiVersion: 'batch/v1',
      spec: { jobTemplate: { spec: { template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } } } } },
    }),
    { kind: 'CronJob', labels: { a: 'b' } },
  ],
  [
    'a Knative Service',
    object('Service', 'shop/web', knative),
    { kind: 'Service', labels: { a: 'b', 'serving.knative.dev/service': 'web' } },
  ],
  ['a Rollout', object('Rollout', 'shop/web', { ...knative, apiVersion: 'argoproj.io/v1alpha1' }), { kind: 'Rollout', labels: { a: 'b' } }],
  ['a Service', object('Service', 'shop/web'), undefined],
  [
    'a machine',
    object('WorkloadEntry', 'shop/web', { spec: { address: '10.0.0.1', labels: { a: 'b' }, ports: { http: 80 }, serviceAccount: 's' } }),
    { kind: 'WorkloadEntry', labels: { a: 'b' }, serviceAccount: 's', machine: { address: '10.0.0.1', ports: { http: 80 } } },
  ],
  [
    'a machine that says nothing',
    object('WorkloadEntry', 'shop/web'),
    { kind: 'WorkloadEntry', machine: { address: undefined, ports: {} } },
  ],
  [
    'a group of machines',
    object('WorkloadGroup', 'shop/web', {
      spec: {
        metadata: { labels: { a: 'group' } },
        template: { address: '10.0.0.1', labels: { a: 'entry', c: 'd' }, ports: { http: 80 }, serviceAccount: 's' },
      },
    }),
    {
      kind: 'WorkloadGroup',
      labels: { a: 'group', c: 'd' },
      serviceAccount: 's',
      machine: { address: undefined, ports: { http: 80 } },
    },
  ],
])('%s', (_, written, differs) => {
  expect(read(written)).toEqual(differs && { ...plain, ...differs });
});

test('a selector takes the pods of its namespace that have all its labels', () => {
  const { workloads, pods } = meshOf([
    deployment('shop/one', { app: 'web', version: 'v1' }),
    deployment('shop/two', { app: 'web', version: 'v2' }),
    deployment('shop/gate', { app: 'web', 'gateway.networking.k8s.io/gateway-name': 'gate' }),
    deployment('other/one', { app: 'web' }),
    deployment('other/two', { app: 'db' }),
  ]);
  const names = (found: readonly Workload[]) => found.map(({ namespace, name }) => `${namespace}/${name}`);
  expect(names(workloads.select('shop', { app: 'web' }))).toEqual(['shop/one', 'shop/two', 'shop/gate']);
  expect(names(workloads.select('shop', { app: 'web', version: 'v2' }))).toEqual(['shop/two']);
  expect(names(workloads.select('shop', { version: 'v2', app: 'db' }))).toEqual([]);
  expect(names(workloads.select('other', {}))).toEqual(['other/one', 'other/two']);
  expect(names(workloads.select('nowhere', {}))).toEqual([]);
  expect(names(workloads.inNamespace('other'))).toEqual(['other/one', 'other/two']);
  expect(names(workloads.inNamespace('nowhere'))).toEqual([]);
  expect(names(workloads.writtenIn('shop'))).toEqual(['shop/one', 'shop/two']);
  expect(names(pods.select({ app: 'web' }))).toEqual(['shop/one', 'shop/two', 'shop/gate', 'other/one']);
  expect(names(pods.select({ version: 'v1', app: 'web' }))).toEqual(['shop/one']);
  expect(names(pods.select({ app: 'none' }))).toEqual([]);
  expect(pods.select({})).toHaveLength(5);
});

test('a pod has the labels of the place of its node', () => {
  const node = object('Node', 'n1', {
    labels: { 'topology.kubernetes.io/region': 'eu', 'topology.kubernetes.io/zone': 'a', 'topology.istio.io/subzone': 'r', other: 'x' },
  });
  const { pods } = meshOf([
    node,
    object('Pod', 'shop/placed', { labels: { app: 'web' }, spec: { nodeName: 'n1' } }),
    object('Pod', 'shop/lost', { labels: { app: 'web' }, spec: { nodeName: 'n2' } }),
    object('Pod', 'shop/free', { labels: { app: 'web' } }),
    deployment('shop/made', { app: 'web' }, { pod: { nodeName: 'n1' } }),
  ]);
  const named = (selector: Readonly<Record<string, string>>) => pods.select(selector).map(({ name }) => name);
  expect(named({ app: 'web' })).toEqual(['placed', 'lost', 'free', 'made']);
  expect(named({ 'topology.kubernetes.io/region': 'eu' })).toEqual(['placed']);
  expect(named({ app: 'web', 'topology.kubernetes.io/zone': 'a', 'topology.istio.io/subzone': 'r' })).toEqual(['placed']);
  expect(named({ other: 'x' })).toEqual([]);
  expect(named({ 'kubernetes.io/hostname': 'n1' })).toEqual(['placed']);
  expect(named({ 'kubernetes.io/hostname': 'n2' })).toEqual(['lost']);
});
