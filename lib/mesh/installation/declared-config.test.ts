import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../mesh';
import { meshConfigMap } from './mesh-config';

const meshConfig = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, rootNamespace: 'mesh-root' };
const object = (apiVersion: string, kind: string, spec: object): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name: 'istiod', namespace: 'istio-system' }, spec }) as KubernetesObject;
const source = (helm: object, chart = 'istiod') => ({ repoURL: 'https://charts.example.com', chart, helm });

const installers: readonly (readonly [string, KubernetesObject])[] = [
  ['IstioOperator', object('install.istio.io/v1alpha1', 'IstioOperator', { meshConfig })],
  ['values of an IstioOperator', object('install.istio.io/v1alpha1', 'IstioOperator', { values: { meshConfig } })],
  ["the Sail operator's Istio", object('sailoperator.io/v1', 'Istio', { values: { meshConfig } })],
  ['a HelmRelease', object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { chart: { spec: { chart: 'istiod' } }, values: { meshConfig } })],
  ['an Application', object('argoproj.io/v1alpha1', 'Application', { source: source({ valuesObject: { meshConfig } }) })],
  [
    'text values in one of several sources',
    object('argoproj.io/v1alpha1', 'Application', {
      sources: [
        source({}, 'base'),
        source({ values: 'meshConfig:\n  outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n  rootNamespace: mesh-root\n' }),
      ],
    }),
  ],
];

test.each(installers)('the mesh configuration is what %s says', (_, installer) => {
  const mesh = Mesh.of([installer]);
  expect([mesh.outboundTrafficPolicy, mesh.rootNamespace]).toEqual(['REGISTRY_ONLY', 'mesh-root']);
});

test.each(installers)('a ConfigMap counts before %s', (_, installer) => {
  expect(Mesh.of([installer, meshConfigMap({ mesh: 'rootNamespace: istio-config' })]).rootNamespace).toBe('istio-config');
});

test('values of another chart, and text that is no YAML, say nothing', () => {
  const other = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { chart: { spec: { chart: 'web' } }, values: { meshConfig } });
  const broken = object('argoproj.io/v1alpha1', 'Application', { source: source({ values: 'meshConfig: {' }) });
  expect(Mesh.of([other, broken]).outboundTrafficPolicy).toBe('ALLOW_ANY');
});
