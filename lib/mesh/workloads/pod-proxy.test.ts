import { deployment, meshOf, object } from '../objects.test.helper';

type Labels = Readonly<Record<string, string>>;

const web = (metadata: object, spec: object = {}) =>
  object('Deployment', 'shop/web', { spec: { template: { metadata, spec: { containers: [{ name: 'a', image: 'a' }], ...spec } } } });

function proxyOf(workload: ReturnType<typeof object>, labels?: Labels, more: ReturnType<typeof object>[] = []) {
  const mesh = meshOf([workload, ...(labels ? [object('Namespace', workload.metadata.namespace ?? '', { labels })] : []), ...more]);
  const [first] = mesh.workloads.all;
  if (!first) throw new Error('no workload');
  return { ...mesh.injection.proxyOf(first), hasSidecar: mesh.injection.hasSidecar(first) };
}

const inject = (value: string) => ({ labels: { 'sidecar.istio.io/inject': value } });
const annotated = (value: string) => ({ annotations: { 'sidecar.istio.io/inject': value } });
const enabled = { 'istio-injection': 'enabled' };
const disabled = { 'istio-injection': 'disabled' };
const ambient = { 'istio.io/dataplane-mode': 'ambient' };
const proxy = { name: 'istio-proxy', image: 'proxy' };

// [labels of the namespace, or undefined where it is not declared; pod; kind of proxy; why]
test.each<[Labels | undefined, ReturnType<typeof object>, string, string]>([
  [enabled, web({}), 'sidecar', 'namespace shop has `istio-injection: enabled`'],
  [disabled, web({}), 'none', 'namespace shop has `istio-injection: disabled`'],
  [{}, web({}), 'none', 'namespace shop has no label that asks for a sidecar'],
  [{ 'istio.io/rev': 'canary' }, web({}), 'sidecar', 'revision `canary` injects it'],
  [{}, web({ labels: { 'istio.io/rev': 'pod' } }), 'sidecar', 'revision `pod` injects it'],
  [{ 'istio.io/rev': 'canary' }, web({ labels: { 'istio.io/rev': 'pod' } }), 'sidecar', 'revision `canary` injects it'],
  [{ ...disabled, 'istio.io/rev': 'canary' }, web({}), 'none', 'namespace shop has `istio-injection: disabled`'],
  [{ ...enabled, 'istio.io/rev': 'canary' }, web({}), 'sidecar', 'namespace shop has `istio-injection: enabled`'],
  [undefined, web({}), 'sidecar', 'namespace shop is not declared'],
  [undefined, web(inject('true')), 'sidecar', '`sidecar.istio.io/inject` is `true`'],
  [undefined, web(inject('false')), 'none', '`sidecar.istio.io/inject` is `false`'],
  [{}, web(inject('true')), 'sidecar', '`sidecar.istio.io/inject` is `true`'],
  [disabled, web(inject('true')), 'none', 'namespace shop has `istio-injection: disabled`'],
  [enabled, web(inject('false')), 'none', '`sidecar.istio.io/inject` is `false`'],
  [enabled, web(annotated('false')), 'none', '`sidecar.istio.io/inject` is `false`'],
  [{}, web(annotated('true')), 'none', 'namespace shop has no label that asks for a sidecar'],
  [enabled, web({ ...inject('true'), ...annotated('false') }), 'sidecar', 'namespace shop has `istio-injection: enabled`'],
  [{}, web({ ...inject('true'), ...annotated('false') }), 'sidecar', '`sidecar.istio.io/inject` is `true`'],
  [{ 'istio-injection': 'yes' }, web({}), 'none', 'namespace shop has `istio-injection: yes`, which is neither `enabled` nor `disabled`'],
  [enabled, web({ ...inject('false'), ...annotated('true') }), 'none', '`sidecar.istio.io/inject` is `false`'],
  [enabled, web({}, { hostNetwork: true }), 'none', 'the pod uses `hostNetwork`, where no sidecar is injected'],
  [enabled, web({}, { hostNetwork: false }), 'sidecar', 'namespace shop has `istio-injection: enabled`'],
  [ambient, web({}), 'ztunnel', '`istio.io/dataplane-mode` is `ambient`'],
  [{}, web({ labels: ambient }), 'ztunnel', '`istio.io/dataplane-mode` is `ambient`'],
  [undefined, web({ labels: ambient }), 'ztunnel', '`istio.io/dataplane-mode` is `ambient`'],
  [ambient, web({ labels: { 'istio.io/dataplane-mode': 'none' } }), 'none', '`istio.io/dataplane-mode` is `none`'],
  [{ ...ambient, ...enabled }, web({}), 'sidecar', 'namespace shop has `istio-injection: enabled`'],
  [{ ...ambient, ...disabled }, web({}), 'ztunnel', '`istio.io/dataplane-mode` is `ambient`'],
  [ambient, web({}, { hostNetwork: true }), 'none', 'the pod uses `hostNetwork`, where no sidecar is injected'],
  [disabled, web({}, { containers: [proxy] }), 'sidecar', 'its pods are proxies themselves'],
  [disabled, web({}, { containers: [proxy, { name: 'a' }] }), 'sidecar', 'its template holds the container `istio-proxy`'],
  [
    disabled,
    web({}, { containers: [{ name: 'a' }], initContainers: [proxy] }),
    'sidecar',
    'its template holds the container `istio-proxy`',
  ],
  [disabled, web({}, { containers: [{ name: 'istio-proxy' }, { name: 'a' }] }), 'none', 'namespace shop has `istio-injection: disabled`'],
  [disabled, web({}, { containers: [] }), 'none', 'namespace shop has `istio-injection: disabled`'],
])('namespace %j: %#', (labels, workload, kind, why) => {
  const found = proxyOf(workload, labels);
  expect([found.kind, found.why, found.assumed]).toEqual([kind, why, /is not declared$|^revision/.test(why)]);
});

test.each(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'])('nothing is injected in %s', (namespace) => {
  const pod = deployment(`${namespace}/web`, { 'sidecar.istio.io/inject': 'true' });
  expect(proxyOf(pod, enabled)).toMatchObject({ kind: 'none', why: `nothing is injected in namespace ${namespace}` });
});

// [kind of object, its spec, kind of proxy, why]
test.each([
  ['WorkloadEntry', { labels: { 'security.istio.io/tlsMode': 'istio' } }, 'sidecar', '`security.istio.io/tlsMode` is `istio`'],
  [
    'WorkloadEntry',
    { labels: { 'security.istio.io/tlsMode': 'disabled' }, serviceAccount: 'a' },
    'none',
    '`security.istio.io/tlsMode` is `disabled`',
  ],
  ['WorkloadEntry', { serviceAccount: 'a' }, 'sidecar', 'the machine has a service account'],
  ['WorkloadEntry', { serviceAccount: 'default' }, 'none', 'the machine has no service account'],
  ['WorkloadEntry', {}, 'none', 'the machine has no service account'],
  ['WorkloadGroup', { template: {} }, 'sidecar', 'the machine has a service account'],
])('%s %j has %s: %s', (kind, spec, proxyKind, why) => {
  expect(proxyOf(object(kind, 'shop/vm', { spec }))).toMatchObject({ kind: proxyKind, why, assumed: false });
});

// [labels of the namespace, pod, does the analyzer of istioctl take it for one with a sidecar]
test.each<[Labels | undefined, ReturnType<typeof object>, boolean]>([
  [enabled, web({}), true],
  [undefined, web({}), false],
  [disabled, web({}), false],
  [{ 'istio.io/rev': 'canary' }, web({}), false],
  [disabled, web(inject('true')), true],
  [disabled, web(annotated('true')), true],
  [enabled, web(annotated('false')), false],
  [enabled, web({ ...inject('false'), ...annotated('true') }), false],
  [enabled, web({ ...inject('true'), ...annotated('false') }), true],
  [disabled, web({}, { containers: [proxy, { name: 'a' }] }), true],
  [disabled, web({}, { containers: [{ name: 'istio-proxy' }] }), false],
])('namespace %j, has a sidecar by in_mesh.go: %#', (labels, workload, expected) => {
  expect(proxyOf(workload, labels).hasSidecar).toBe(expected);
});

// [labels of the namespace, is it ambient]
test.each<[Labels | undefined, boolean]>([
  [ambient, true],
  [{}, false],
  [undefined, false],
  [{ ...ambient, ...enabled }, false],
  [{ ...ambient, ...disabled }, true],
  [{ ...ambient, 'istio.io/rev': 'canary' }, false],
  [{ 'istio.io/dataplane-mode': 'none' }, false],
])('a namespace with %j is ambient: %s', (labels, expected) => {
  expect(meshOf(labels ? [object('Namespace', 'shop', { labels })] : []).injection.isAmbient('shop')).toBe(expected);
});
