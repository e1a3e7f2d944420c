import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../objects.test.helper';

const config = (mesh: string) => object('ConfigMap', 'istio-system/istio', { data: { mesh } });
const namespace = (name: string, labels: Readonly<Record<string, string>> = {}) => object('Namespace', name, { labels });

describe('Secrets', () => {
  const objects = [
    object('Secret', 'shop/own'),
    object('Certificate', 'certs/c', { apiVersion: 'cert-manager.io/v1', spec: { secretName: 'issued' } }),
    object('Certificate', 'certs/unnamed', { apiVersion: 'cert-manager.io/v1' }),
    object('SealedSecret', 'sealed/s', { apiVersion: 'bitnami.com/v1alpha1', spec: { secretName: 'not read' } }),
    object('ExternalSecret', 'far/e', { apiVersion: 'external-secrets.io/v1', spec: { target: { name: 'fetched' } } }),
    object('ExternalSecret', 'far/f', { apiVersion: 'external-secrets.io/v1' }),
    object('Secret', 'far/own'),
  ];

  // [namespace, name, state, state where the manifests hold every Secret]
  test.each([
    ['shop', 'own', 'there', 'there'],
    ['far', 'own', 'there', 'there'],
    ['certs', 'issued', 'there', 'there'],
    ['certs', 'c', 'absent', 'absent'],
    ['certs', 'unnamed', 'there', 'there'],
    ['sealed', 's', 'there', 'there'],
    ['far', 'fetched', 'there', 'there'],
    ['far', 'f', 'there', 'there'],
    ['far', 'e', 'absent', 'absent'],
    ['shop', 'other', 'absent', 'absent'],
    ['nowhere', 'own', 'absent', 'absent'],
    ['nowhere', 'other', 'unknown', 'absent'],
  ])('%s/%s is %s', (home, name, state, complete) => {
    expect(meshOf(objects).secrets.stateOf(home, name)).toBe(state);
    expect(meshOf(objects, { complete: true }).secrets.stateOf(home, name)).toBe(complete);
    expect(meshOf(objects).holdsSecret(home, name)).toBe(state !== 'absent');
  });
});

describe('revisions', () => {
  const policy = (labels: Readonly<Record<string, string>>, name = 'shop/p') => object('AuthorizationPolicy', name, { labels });
  const istiod = (labels: Readonly<Record<string, string>>) =>
    object('Deployment', 'istio-system/istiod', {
      labels: { app: 'istiod', ...labels },
      spec: { template: { metadata: { labels: { app: 'istiod' } }, spec: { containers: [] } } },
    });
  const canary = { 'istio.io/rev': 'canary' };

  // [an object of Istio, others, the revision that is missing for it]
  test.each<[KubernetesObject, readonly KubernetesObject[], string | undefined]>([
    [policy(canary), [], undefined],
    [policy(canary), [namespace('a', { 'istio-injection': 'enabled' })], 'canary'],
    [policy(canary), [namespace('a', canary)], undefined],
    [policy(canary), [namespace('a', { 'istio.io/rev': 'other' })], 'canary'],
    [policy(canary), [namespace('a', { 'istio-injection': 'enabled', ...canary })], 'canary'],
    [policy(canary), [namespace('a', { 'istio-injection': 'disabled' })], undefined],
    [policy({ 'istio.io/rev': 'default' }), [namespace('a', canary)], undefined],
    [policy({}), [namespace('a', { 'istio.io/rev': 'other' })], undefined],
    [policy({ 'istio.io/rev': '' }), [namespace('a', canary)], undefined],
    [policy(canary), [deployment('shop/web', { 'istio.io/rev': 'other' })], 'canary'],
    [policy(canary), [deployment('shop/web', canary)], undefined],
    [
      policy(canary),
      [
        object('MutatingWebhookConfiguration', 'w', {
          apiVersion: 'admissionregistration.k8s.io/v1',
          labels: { 'istio.io/rev': 'other', 'istio.io/tag': 'canary' },
        }),
      ],
      undefined,
    ],
    [
      policy(canary),
      [object('MutatingWebhookConfiguration', 'w', { apiVersion: 'admissionregistration.k8s.io/v1', labels: { 'istio.io/rev': 'other' } })],
      'canary',
    ],
    [policy(canary), [istiod({ 'istio.io/rev': 'other' })], 'canary'],
    [object('Service', 'shop/s', { labels: canary }), [namespace('a', { 'istio.io/rev': 'other' })], undefined],
  ])('%#: the revision that alone reads an object', (written, others, expected) => {
    const mesh = meshOf([written, ...others]);
    const [manifest] = mesh.manifests;
    expect(manifest && mesh.discovery.missingRevision(manifest)).toBe(expected);
    expect(manifest && mesh.discovery.includes(manifest)).toBe(expected === undefined);
  });

  test('objects that only some of several control planes read', () => {
    const notEvaluated = (...objects: KubernetesObject[]) => meshOf(objects).discovery.notEvaluated;
    const two = [namespace('a', canary), namespace('b', { 'istio-injection': 'enabled' })];
    const text = 'the label `istio.io/rev` keeps them to the proxies of one revision';
    expect(notEvaluated(...two)).toEqual([]);
    expect(notEvaluated(namespace('a', canary), policy(canary))).toEqual([]);
    expect(notEvaluated(...two, policy(canary))).toEqual([`AuthorizationPolicy shop/p: ${text}`]);
    expect(notEvaluated(...two, policy(canary, 'p'), policy(canary, 'shop/q'), policy({}, 'shop/r'))).toEqual([
      `AuthorizationPolicy default/p and 1 more objects: ${text}`,
    ]);
  });
});

// [discoverySelectors, labels of the namespace `shop`, does istiod see its objects]
test.each<[string, Readonly<Record<string, string>> | undefined, boolean]>([
  ['[]', undefined, true],
  ['[{ matchLabels: { a: b } }]', { a: 'b' }, true],
  ['[{ matchLabels: { a: b } }]', { a: 'c' }, false],
  ['[{ matchLabels: { a: b } }]', undefined, false],
  ['[{ matchLabels: { a: b } }, { matchLabels: { c: d } }]', { c: 'd' }, true],
  ['[{ matchLabels: { kubernetes.io/metadata.name: shop } }]', undefined, true],
  ['[{ matchLabels: { a: b, c: d } }]', { a: 'b' }, false],
  ['[{ matchExpressions: [{ key: a, operator: In, values: [b, c] }] }]', { a: 'c' }, true],
  ['[{ matchExpressions: [{ key: a, operator: In, values: [b, c] }] }]', { a: 'd' }, false],
  ['[{ matchExpressions: [{ key: a, operator: In, values: [b, c] }] }]', {}, false],
  ['[{ matchExpressions: [{ key: a, operator: NotIn, values: [b, c] }] }]', { a: 'b' }, false],
  ['[{ matchExpressions: [{ key: a, operator: NotIn, values: [b, c] }] }]', { a: 'd' }, true],
  ['[{ matchExpressions: [{ key: a, operator: NotIn, values: [b, c] }] }]', {}, true],
  ['[{ matchExpressions: [{ key: a, operator: Exists }] }]', { a: '' }, true],
  ['[{ matchExpressions: [{ key: a, operator: Exists }] }]', {}, false],
  ['[{ matchExpressions: [{ key: a, operator: DoesNotExist }] }]', { a: '' }, false],
  ['[{ matchExpressions: [{ key: a, operator: DoesNotExist }] }]', {}, true],
  ['[{ matchExpressions: [{ key: a, operator: Odd }] }]', { a: '' }, false],
  ['[{ matchLabels: { a: b }, matchExpressions: [{ key: c, operator: Exists }] }]', { a: 'b' }, false],
  ['[{}]', undefined, true],
])('discoverySelectors %s see a namespace with %j: %s', (selectors, labels, expected) => {
  const mesh = meshOf([
    config(`discoverySelectors: ${selectors}`),
    ...(labels ? [namespace('shop', labels)] : []),
    object('Service', 'shop/web'),
  ]);
  expect(mesh.services.all.length).toBe(expected ? 1 : 0);
  const last = mesh.manifests.at(-1);
  expect([last && mesh.discovery.seesNamespaceOf(last), labels === undefined || mesh.namespaces.has('shop')]).toEqual([expected, true]);
});

test('the webhooks that may inject sidecars', () => {
  const configuration = (name: string, webhooks: readonly object[], labels?: Readonly<Record<string, string>>) =>
    object('MutatingWebhookConfiguration', name, { apiVersion: 'admissionregistration.k8s.io/v1', webhooks, labels });
  const { injectionWebhooks: found } = meshOf([
    configuration('by-name', [{ name: 'a.istio.io' }, { name: 'other' }]),
    configuration('by-label', [{ name: 'b' }], { 'istio.io/rev': 'one' }),
    configuration('by-selector', [
      { name: 'c', namespaceSelector: { matchLabels: { 'istio.io/rev': 'two' } } },
      {
        name: 'd',
        objectSelector: {
          matchExpressions: [
            { key: 'istio.io/rev', values: ['three', 'four'] },
            { key: 'x', values: ['five'] },
          ],
        },
      },
    ]),
    configuration('foreign', [{ name: 'e.example.com' }]),
  ]);
  expect(found.injectors.map(({ name }) => name)).toEqual([
    'by-name/a.istio.io',
    'by-name/other',
    'by-label/b',
    'by-selector/c',
    'by-selector/d',
  ]);
  expect([...found.revisions]).toEqual(['one', 'two', 'three', 'four']);
  expect(found.ofIstio.map((webhook) => webhook.at('name').text)).toEqual(['a.istio.io']);
});
