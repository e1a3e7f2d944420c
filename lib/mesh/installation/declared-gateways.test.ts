import type { KubernetesObject } from '../../istio/objects';
import { sourceOfObject } from '../../manifest/manifest';
import { Objects } from '../objects';
import { declaredGateways } from './declared-gateways';

const object = (apiVersion: string, kind: string, spec: object, metadata: object = {}): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name: 'edge', namespace: 'infra', ...metadata }, spec }) as KubernetesObject;
const operator = (spec: object, metadata?: object) => object('install.istio.io/v1alpha1', 'IstioOperator', spec, metadata);
const flux = (spec: object) => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { chart: { spec: { chart: 'gateway' } }, ...spec });
const argo = (helm: object, spec: object = {}) =>
  object('argoproj.io/v1alpha1', 'Application', { source: { chart: 'gateway', helm }, ...spec }, { namespace: 'argocd' });

/** `namespace/name istio=label port>target…` of each, and whether a default is left out. */
function said(...objects: KubernetesObject[]): [string[], boolean] {
  const { gateways, decidesIngress } = declaredGateways(new Objects(objects.map((each) => ({ object: each, source: sourceOfObject() }))));
  return [
    gateways.map(({ name, namespace, labels, serviceAccount, ports }) => {
      const mapped = ports.filter(({ port }) => port !== 15021).map(({ port, targetPort }) => `${port}>${targetPort}`);
      return `${namespace}/${name} ${labels.app} ${labels.istio} ${serviceAccount} ${mapped.join(' ')}`;
    }),
    decidesIngress,
  ];
}

test.each<[what: string, objects: KubernetesObject[], gateways: string[], decides: boolean]>([
  ['nothing', [], [], false],
  ['another chart', [flux({ chart: { spec: { chart: 'web' } } })], [], false],
  ['a release of Flux', [flux({})], ['infra/edge edge edge edge 80>80 443>443'], true],
  [
    'its target namespace and release name',
    [flux({ targetNamespace: 'ingress', releaseName: 'istio-ingress' })],
    ['ingress/istio-ingress istio-ingress ingress istio-ingress 80>80 443>443'],
    true,
  ],
  ['its target namespace alone', [flux({ targetNamespace: 'out' })], ['out/out-edge out-edge out-edge out-edge 80>80 443>443'], true],
  [
    'values: name, labels, account, ports',
    [
      flux({
        values: {
          name: 'gw',
          labels: { app: 'a', istio: 'i' },
          serviceAccount: { name: 'sa' },
          service: {
            ports: [
              { name: 'http', port: 80, targetPort: 8080 },
              { name: 'x', port: 9000 },
              { port: 1, targetPort: 'named' },
            ],
          },
        },
      }),
    ],
    ['infra/gw a i sa 80>8080 9000>9000 1>named'],
    true,
  ],
  [
    'no account of its own',
    [flux({ values: { serviceAccount: { create: false } } })],
    ['infra/edge edge edge default 80>80 443>443'],
    true,
  ],
  ['no Service', [flux({ values: { service: { type: 'None' } } })], [], false],
  [
    'a chart of an OCI repository',
    [
      flux({ chart: undefined, chartRef: { kind: 'OCIRepository', name: 'charts' } }),
      object('source.toolkit.fluxcd.io/v1', 'OCIRepository', { url: 'oci://registry.example.com/charts/gateway' }, { name: 'charts' }),
    ],
    ['infra/edge edge edge edge 80>80 443>443'],
    true,
  ],
  [
    'an Application, its text values and destination',
    [argo({ values: 'service: {ports: [{name: http, port: 80, targetPort: 8081}]}' }, { destination: { namespace: 'ingress' } })],
    ['ingress/edge edge edge edge 80>8081'],
    true,
  ],
  ['text that is no YAML', [argo({ releaseName: 'r', values: '{' })], ['default/r r r r 80>80 443>443'], true],
  [
    'a way out alone',
    [flux({ releaseName: 'istio-egressgateway' })],
    ['infra/istio-egressgateway istio-egressgateway egressgateway istio-egressgateway 80>80 443>443'],
    false,
  ],
  [
    'a gateway between networks',
    [
      flux({
        releaseName: 'istio-eastwestgateway',
        values: { networkGateway: 'one', networkGatewayPorts: { tls: { port: 15443, targetPort: 8443 } } },
      }),
    ],
    ['infra/istio-eastwestgateway istio-eastwestgateway eastwestgateway istio-eastwestgateway 15443>8443 15012>15012 15017>15017'],
    false,
  ],
  [
    'a gateway between networks, with each port elsewhere',
    [
      flux({
        values: {
          networkGateway: 'one',
          networkGatewayPorts: {
            'status-port': { port: 1 },
            tls: { port: 2 },
            'tls-istiod': { port: 3, targetPort: 30 },
            'tls-webhook': { port: 4 },
          },
        },
      }),
    ],
    ['infra/edge edge edge edge 1>15021 2>15443 3>30 4>15017'],
    true,
  ],
  [
    'an IstioOperator of the default profile',
    [operator({}, { namespace: undefined })],
    ['istio-system/istio-ingressgateway istio-ingressgateway ingressgateway istio-ingressgateway-service-account 80>8080 443>8443'],
    true,
  ],
  ['a profile without gateways', [operator({ profile: 'minimal' })], [], false],
  [
    'the profile demo',
    [operator({ profile: 'demo' })],
    [
      'infra/istio-ingressgateway istio-ingressgateway ingressgateway istio-ingressgateway-service-account 80>8080 443>8443',
      'infra/istio-egressgateway istio-egressgateway egressgateway istio-egressgateway-service-account 80>8080 443>8443',
    ],
    true,
  ],
  [
    'components: label, namespace, ports',
    [
      operator({
        components: {
          ingressGateways: [
            { name: 'istio-ingressgateway', enabled: false },
            { name: 'edge', namespace: 'out', label: { istio: 'edge' }, k8s: { service: { ports: [{ port: 80, targetPort: 9080 }] } } },
          ],
        },
      }),
    ],
    ['out/edge istio-ingressgateway edge edge-service-account 80>9080'],
    true,
  ],
  [
    'ports in the values',
    [
      operator({
        profile: 'minimal',
        values: { gateways: { 'istio-ingressgateway': { enabled: true, ports: [{ port: 80, targetPort: 1080 }] } } },
      }),
    ],
    ['infra/istio-ingressgateway istio-ingressgateway ingressgateway istio-ingressgateway-service-account 80>1080'],
    true,
  ],
  ['none at all', [operator({ components: { ingressGateways: [{ name: 'a', enabled: false }] } })], [], true],
])('gateways of %s', (_, objects, gateways, decides) => {
  expect(said(...objects)).toEqual([gateways, decides]);
});
