import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../mesh';

type Texts = Readonly<Record<string, string>>;

interface Pods {
  readonly labels?: Texts;
  readonly annotations?: Texts;
}

function pod(template: Pods): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', ...template },
    spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1' }] },
  };
}

const namespace = (labels: Texts): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });

function proxy(labels: Texts, template: Pods = {}, ...more: readonly KubernetesObject[]): string {
  const mesh = Mesh.of([namespace(labels), pod(template), ...more]);
  const [workload] = mesh.workloads.select('shop', {});
  if (!workload) throw new Error('no workload');
  const { kind, assumed } = mesh.injection.proxyOf(workload);
  return assumed ? `${kind}, assumed` : kind;
}

const inject = (value: string) => ({ 'sidecar.istio.io/inject': value });
const enabled = { 'istio-injection': 'enabled' };

test.each<[string, Texts, Pods, string]>([
  ['the namespace asks for it', enabled, {}, 'sidecar'],
  ['the namespace is written otherwise', { 'istio-injection': 'Enabled' }, {}, 'none'],
  ['the pod asks, but the namespace is written otherwise', { 'istio-injection': 'true' }, { labels: inject('true') }, 'none'],
  ['the pod asks by its label', {}, { labels: inject('true') }, 'sidecar'],
  ['the pod asks by an annotation, which no webhook reads', {}, { annotations: inject('true') }, 'none'],
  ['the pod declines by its label', enabled, { labels: inject('false') }, 'none'],
  ['the pod declines by an annotation', enabled, { annotations: inject('false') }, 'none'],
  ['a label goes before an annotation', enabled, { labels: inject('true'), annotations: inject('false') }, 'sidecar'],
  ['a label that says neither counts as none', enabled, { labels: inject('no') }, 'sidecar'],
  ['the namespace is of a revision that nobody declares', { 'istio.io/rev': 'canary' }, {}, 'sidecar, assumed'],
  ['the namespace is of the default revision', { 'istio.io/rev': 'default' }, {}, 'sidecar'],
  ['a revision does not make up for another label', { 'istio.io/rev': 'default', 'istio-injection': 'off' }, {}, 'none'],
])('%s', (_, labels, template, expected) => {
  expect(proxy(labels, template)).toBe(expected);
});

function webhooks(revision: string, namespaceSelector: object, objectSelector: object = {}): KubernetesObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'istio-sidecar-injector', labels: { 'istio.io/rev': revision } },
    webhooks: [
      {
        name: 'namespace.sidecar-injector.istio.io',
        namespaceSelector,
        objectSelector,
        clientConfig: { url: 'https://istiod.example.com/inject' },
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

const config = (text: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio-sidecar-injector', namespace: 'istio-system' },
  data: { config: text, values: '{}' },
});
const operator = (spec: object): KubernetesObject => ({
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  metadata: { name: 'i' },
  spec,
});
const ofRevision = { matchExpressions: [{ key: 'istio.io/rev', operator: 'In', values: ['canary'] }] };

test.each<[string, Texts, KubernetesObject, string]>([
  ['a webhook of the revision', { 'istio.io/rev': 'canary' }, webhooks('canary', ofRevision), 'sidecar'],
  ['webhooks of another revision alone', enabled, webhooks('canary', ofRevision), 'none'],
  ['an operator of the revision', { 'istio.io/rev': 'canary' }, operator({ revision: 'canary' }), 'sidecar'],
  [
    'the injector never injects such pods',
    enabled,
    config('policy: enabled\nneverInjectSelector: [{ matchLabels: { app: web } }]'),
    'none',
  ],
  ['the injector never injects pods of an empty selector', enabled, config('policy: enabled\nneverInjectSelector: [{}]'), 'sidecar'],
  ['the injector always injects pods of an empty selector', enabled, config('policy: disabled\nalwaysInjectSelector: [{}]'), 'none'],
  ['the policy is disabled', enabled, config('policy: disabled'), 'none'],
  ['but always injects such pods', enabled, config('policy: disabled\nalwaysInjectSelector: [{ matchLabels: { app: web } }]'), 'sidecar'],
  ['values turn it off', enabled, operator({ values: { global: { proxy: { autoInject: 'disabled' } } } }), 'none'],
  ['values inject everywhere', {}, operator({ values: { sidecarInjectorWebhook: { enableNamespacesByDefault: true } } }), 'sidecar'],
])('installation: %s', (_, labels, object, expected) => {
  expect(proxy(labels, { labels: { app: 'web' } }, object)).toBe(expected);
});
