import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../mesh';

function istiod(...env: readonly object[]): KubernetesObject {
  const metadata = { name: 'istiod', namespace: 'istio-system', labels: { app: 'istiod' } };
  const labels = { app: 'istiod' };
  const containers = [{ name: 'discovery', image: 'registry.example.com/pilot:1.31.0', env }];
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
}

function operator(spec: object): KubernetesObject {
  return { apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator', metadata: { name: 'i' }, spec };
}

const scope = 'PILOT_SCOPE_GATEWAY_TO_NAMESPACE';

test.each<[string, KubernetesObject, readonly string[]]>([
  ['a default', istiod({ name: scope, value: 'false' }), []],
  ['no boolean, so that the default holds', istiod({ name: scope, value: 'yes' }), []],
  ['what moves no request', istiod({ name: 'PILOT_TRACE_SAMPLING', value: '1' }), []],
  ['what does', istiod({ name: scope, value: 'T' }), [`istiod's variable \`${scope}\` is \`T\``]],
  [
    'a value kept elsewhere',
    istiod({ name: scope, valueFrom: { configMapKeyRef: { name: 'x', key: 'y' } } }),
    [`istiod's variable \`${scope}\`: its value is kept elsewhere`],
  ],
  [
    'a list of kinds',
    istiod({ name: 'PILOT_IGNORE_RESOURCES', value: '*.istio.io' }),
    ["istiod's variable `PILOT_IGNORE_RESOURCES` is `*.istio.io`"],
  ],
  ['values of the chart', operator({ values: { pilot: { env: { [scope]: true } } } }), [`istiod's variable \`${scope}\` is \`true\``]],
  [
    'a component of the operator',
    operator({ components: { pilot: { k8s: { env: [{ name: scope, value: 'true' }] } } } }),
    [`istiod's variable \`${scope}\` is \`true\``],
  ],
])('%s', (_, object, expected) => {
  expect(Mesh.of([object]).notEvaluated).toEqual(expected);
});
