import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { request } from './request/request';
import { explain } from './router';
import { routerOf } from './router-of';

function ask(text: string) {
  const { mesh } = Mesh.load(parseManifests(text, 'shop.yaml').manifests);
  const client = mesh.workloads.inNamespace('shop').find(({ name }) => name === 'web');
  if (!client) throw new Error('no client');
  return explain(routerOf(mesh, client), request('http://web/'));
}

const manifests = (namespaceLabels: string, serviceLabels = '') => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient${namespaceLabels} } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { app: web${serviceLabels} } }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: "registry.example.com/a:1" }] } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }, route: [{ destination: { host: web } }] }] }
`;

test.each([
  ['that of the namespace', ', istio.io/use-waypoint: gate', '', 'shop/gate'],
  ['that of the Service', '', ', istio.io/use-waypoint: own', 'shop/own'],
  ['the Service before the namespace', ', istio.io/use-waypoint: gate', ', istio.io/use-waypoint: own', 'shop/own'],
  ['one of another namespace', '', ', istio.io/use-waypoint: own, istio.io/use-waypoint-namespace: infra', 'infra/own'],
  ['none', '', '', undefined],
  ['none for this Service', ', istio.io/use-waypoint: gate', ', istio.io/use-waypoint: none', undefined],
])('a waypoint that is asked for and not among the manifests is assumed: %s', (_, namespaceLabels, serviceLabels, waypoint) => {
  const { status, assumed, undecided } = ask(manifests(namespaceLabels, serviceLabels)).decision;
  expect({ status, assumed, undecided }).toEqual({
    status: waypoint === undefined ? 200 : 418,
    assumed:
      waypoint === undefined
        ? []
        : [`waypoint ${waypoint} is there, and serves namespace \`shop\`: its Gateway is not among the manifests`],
    undecided: [],
  });
});

const gateway = ({ className = 'istio-waypoint', annotations = '' } = {}) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: gate, namespace: shop${annotations} }
spec: { gatewayClassName: ${className}, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;
const asking = ', istio.io/use-waypoint: gate';

test.each([
  [
    'a Gateway of another class',
    manifests(asking) + gateway({ className: 'istio' }),
    'what Gateway shop/gate of class `istio`, which is no class of waypoints, makes of connections to port 15008',
  ],
  [
    'a waypoint bound otherwise',
    manifests(asking) + gateway({ annotations: ', annotations: { ambient.istio.io/waypoint-inbound-binding: PROXY/15088 }' }),
    'what waypoint shop/gate makes of requests: it is annotated `ambient.istio.io/waypoint-inbound-binding`',
  ],
  [
    'a canary',
    manifests(`${asking}, istio.io/use-waypoint-canary: next`) + gateway(),
    'which requests go by the canary waypoint `next` instead of shop/gate',
  ],
  [
    'a plugin',
    `${manifests(asking)}${gateway()}---
apiVersion: extensions.istio.io/v1alpha1
kind: WasmPlugin
metadata: { name: wasm, namespace: shop }
spec: { url: "oci://registry.example.com/a:1", targetRefs: [{ group: "", kind: Service, name: web }] }
`,
    'WasmPlugin shop/wasm runs oci://registry.example.com/a:1',
  ],
])('what of a waypoint is not evaluated is named: %s', (_, text, undecided) => {
  expect(ask(text).decision.undecided).toEqual([undecided]);
});

test('the trace names ztunnel and the waypoint with the label that asks for it', () => {
  const { steps } = ask(manifests(asking) + gateway());
  expect(steps.map(({ step, what, place }) => [step, what, place?.path.join('.')])).toEqual([
    ['client', 'Deployment shop/web', 'metadata.name'],
    ['destination', 'web.shop.svc.cluster.local:80', undefined],
    ['waypoint', 'mutual TLS as spiffe://cluster.local/ns/shop/sa/default to waypoint shop/gate', 'metadata.labels.istio.io/use-waypoint'],
    ['rule', 'any request', 'spec.http.0'],
  ]);
  const plain = ask(manifests(asking).replace('fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }, ', '') + gateway());
  expect(plain.steps.at(-1)).toMatchObject({
    step: 'connection',
    what: 'mutual TLS as spiffe://cluster.local/ns/shop/sa/gate to port 8080 of Deployment shop/web',
    why: 'ztunnel: `istio.io/dataplane-mode` is `ambient`',
  });
});

test('an HTTPRoute for a Service without a waypoint is not used, and named as it is written', () => {
  const route =
    '---\n{ apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: { name: own, namespace: shop }, spec: { parentRefs: [{ group: "", kind: Service, name: web }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] } }';
  const notUsed = (text: string) =>
    ask(text)
      .steps.filter(({ step }) => step === 'not used')
      .map(({ what }) => what);
  expect(notUsed(manifests('') + route)).toContain('HTTPRoute shop/own');
  expect(notUsed(manifests(', istio.io/use-waypoint: gate') + route)).not.toContain('HTTPRoute shop/own');
});
