import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../mesh';

const at = (kind: string, name: string, fields: object, apiVersion = 'v1'): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name, namespace: 'istio-system' }, ...fields }) as KubernetesObject;
const values = (name: string, data: Record<string, string>) => at('ConfigMap', name, { data });
const flux = (spec: object, chart = 'istiod') =>
  at('HelmRelease', chart, { spec: { chart: { spec: { chart } }, ...spec } }, 'helm.toolkit.fluxcd.io/v2');
const argo = (helm: object, chart = 'istiod') =>
  at(
    'Application',
    chart,
    { spec: { source: { repoURL: 'https://charts.example.com', chart, helm }, destination: { namespace: 'edge' } } },
    'argoproj.io/v1alpha1',
  );
const closed = 'meshConfig: { outboundTrafficPolicy: { mode: REGISTRY_ONLY }, rootNamespace: mesh-root }';

describe('valuesFrom of a HelmRelease', () => {
  test('a ConfigMap is read, the later one over the earlier, and values over both', () => {
    const mesh = Mesh.of([
      values('base', { 'values.yaml': closed }),
      values('prod', { 'prod.yaml': 'meshConfig: { rootNamespace: prod-root, trustDomain: a }' }),
      flux({
        valuesFrom: [
          { kind: 'ConfigMap', name: 'base' },
          { kind: 'ConfigMap', name: 'prod', valuesKey: 'prod.yaml' },
        ],
        values: { meshConfig: { trustDomain: 'b' } },
      }),
    ]);
    expect([mesh.outboundTrafficPolicy, mesh.rootNamespace, mesh.identities.trustDomains[0]]).toEqual(['REGISTRY_ONLY', 'prod-root', 'b']);
    expect(mesh.notEvaluated).toEqual([]);
  });

  test('a target path takes one value', () => {
    const reference = { kind: 'ConfigMap', name: 'mode', valuesKey: 'mode', targetPath: 'meshConfig.outboundTrafficPolicy.mode' };
    const mesh = Mesh.of([values('mode', { mode: 'REGISTRY_ONLY' }), flux({ valuesFrom: [reference] })]);
    expect(mesh.outboundTrafficPolicy).toBe('REGISTRY_ONLY');
  });

  test.each([
    ['Secret', {}, ['values of the chart of HelmRelease istio-system/istiod: Secret `more` of `valuesFrom` was not read']],
    ['ConfigMap', {}, ['values of the chart of HelmRelease istio-system/istiod: ConfigMap `more` of `valuesFrom` was not read']],
    ['ConfigMap', { optional: true }, []],
  ])('a %s that was not read is undecided (%j)', (kind, more, expected) => {
    const mesh = Mesh.of([flux({ valuesFrom: [{ kind, name: 'more', ...more }], values: { meshConfig: { rootNamespace: 'a' } } })]);
    expect([mesh.rootNamespace, mesh.notEvaluated]).toEqual(['a', expected]);
  });
});

describe('helm of an Application', () => {
  test('parameters go over the values', () => {
    const mesh = Mesh.of([argo({ values: closed, parameters: [{ name: 'meshConfig.rootNamespace', value: 'argo-root' }] })]);
    expect([mesh.outboundTrafficPolicy, mesh.rootNamespace]).toEqual(['REGISTRY_ONLY', 'argo-root']);
  });

  test('a file is undecided', () => {
    expect(Mesh.of([argo({ valueFiles: ['$values/prod.yaml'] })]).notEvaluated).toEqual([
      'values of the chart of Application istio-system/istiod: the file `$values/prod.yaml` was not read',
    ]);
  });
});

describe('gateways', () => {
  const parameters = [
    { name: 'labels.istio', value: 'public' },
    { name: 'service.ports[0].name', value: 'http' },
    { name: 'service.ports[0].port', value: '8080' },
    { name: 'service.ports[0].targetPort', value: '80' },
  ];

  test('their labels and ports may come from parameters', () => {
    const mesh = Mesh.of([argo({ parameters }, 'gateway')]);
    expect(mesh.pods.select({ istio: 'public' }).map(({ namespace }) => namespace)).toEqual(['edge']);
    expect(
      mesh.services.withHost('gateway.edge.svc.cluster.local')[0]?.ports.map(({ number, targetPort }) => [number, targetPort]),
    ).toEqual([[8080, 80]]);
  });
});
