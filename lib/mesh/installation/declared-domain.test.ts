import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../mesh';

const object = (apiVersion: string, kind: string, name: string, fields: object): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name, namespace: 'istio-system' }, ...fields }) as KubernetesObject;
const values = { global: { proxy: { clusterDomain: 'corp.internal' } } };
const istiod = (...args: string[]): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'istiod', namespace: 'istio-system', labels: { app: 'istiod' } },
  spec: { template: { metadata: { labels: { app: 'istiod' } }, spec: { containers: [{ name: 'discovery', args }] } } },
});
const injector = (data: string) => object('v1', 'ConfigMap', 'istio-sidecar-injector', { data: { values: data } });

const installations: readonly (readonly [string, readonly KubernetesObject[], string, boolean])[] = [
  ['nothing', [], 'cluster.local', false],
  ["istiod's argument", [istiod('discovery', '--domain', 'corp.internal')], 'corp.internal', true],
  ["istiod's last argument", [istiod('--domain', 'one.internal', '--domain', 'corp.internal')], 'corp.internal', true],
  ["istiod's argument without a value", [istiod('--domain=corp.internal', '--domain')], 'corp.internal', true],
  ["istiod's argument with an equals sign", [istiod('--domain=corp.internal')], 'corp.internal', true],
  ['istiod without the argument', [istiod('discovery')], 'cluster.local', true],
  ["istiod before the injector's values", [istiod('--domain=one.internal'), injector(JSON.stringify(values))], 'one.internal', true],
  ["the injector's values", [injector(JSON.stringify(values))], 'corp.internal', true],
  ['values that are no JSON', [injector('{')], 'cluster.local', false],
  ['an IstioOperator', [object('install.istio.io/v1alpha1', 'IstioOperator', 'i', { spec: { values } })], 'corp.internal', true],
  [
    'an Application',
    [object('argoproj.io/v1alpha1', 'Application', 'i', { spec: { source: { chart: 'istiod', helm: { valuesObject: values } } } })],
    'corp.internal',
    true,
  ],
];

test.each(installations)('the domain that %s says', (_, objects, domain, isKnown) => {
  const mesh = Mesh.of(objects);
  expect([mesh.clusterDomain, mesh.knowsClusterDomain]).toEqual([domain, isKnown]);
});
