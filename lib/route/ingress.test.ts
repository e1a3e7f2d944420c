import type { KubernetesObject } from '../istio/objects';
import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { IngressRouter } from './gateway/ingress-router';
import { request } from './request/request';

const backend = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: a, image: "a:1" }] }
`;

function meshOf(ingress: { readonly spec?: string; readonly annotation?: string; readonly config?: string; readonly more?: string }): Mesh {
  const text = `${backend}---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop${ingress.annotation ? `, annotations: { kubernetes.io/ingress.class: ${ingress.annotation} }` : ''} }
spec:
  ${ingress.spec ?? ''}
  rules: [{ host: web.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: ${JSON.stringify(ingress.config ?? '')} }
${ingress.more ?? ''}`;
  return Mesh.load(parseManifests(text, 'shop.yaml').manifests).mesh;
}

function answerOf(mesh: Mesh) {
  const { status, undecided } = new IngressRouter(mesh).route(request('http://web.example.com/'));
  return { status, undecided };
}

const ofIstio =
  '---\n{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: own }, spec: { controller: istio.io/ingress-controller } }';

test.each([
  ['of the default class', { annotation: 'istio' }, 200],
  ['of another class', { annotation: 'nginx' }, 'error'],
  ['of the class that the mesh configuration names', { annotation: 'edge', config: 'ingressClass: edge' }, 200],
  ['of istio where the mesh configuration names another class', { annotation: 'istio', config: 'ingressClass: edge' }, 'error'],
  ['without a class', {}, 'error'],
  ['without a class where the mode is DEFAULT', { config: 'ingressControllerMode: DEFAULT' }, 200],
  ['of the class where the mode is OFF', { annotation: 'istio', config: 'ingressControllerMode: "OFF"' }, 'error'],
  ['of a class object of Istio', { spec: 'ingressClassName: own', more: ofIstio }, 200],
  [
    'of a class object of Istio where the mode is OFF',
    { spec: 'ingressClassName: own', more: ofIstio, config: 'ingressControllerMode: "OFF"' },
    'error',
  ],
  ['of the class of another controller', { spec: 'ingressClassName: nginx' }, 'error'],
] as const)('an Ingress %s', (_, ingress, status) => {
  expect(answerOf(meshOf(ingress))).toEqual({ status, undecided: [] });
});

test("whether class `istio` is Istio's is undecided while its object is not there", () => {
  const { status, undecided } = answerOf(meshOf({ spec: 'ingressClassName: istio' }));
  expect(status).toBe(200);
  expect(undecided).toEqual([
    'Ingress shop/web: no IngressClass `istio` is among the manifests, so whether its controller is `istio.io/ingress-controller` is not known',
  ]);
  const other = new IngressRouter(meshOf({ spec: 'ingressClassName: istio' })).route(request('http://other.example.com/'));
  expect(other.undecided).toEqual([]);
});

test.each([
  ['by default', '', 'ingressgateway'],
  ['of the default Service', 'ingressService: istio-ingressgateway', 'ingressgateway'],
  ['of another Service', 'ingressService: edge', 'edge'],
  ['of a selector', 'ingressService: edge\ningressSelector: front', 'front'],
])('the pods that serve Ingresses: %s', (_, config, istio) => {
  const [gateway] = meshOf({ annotation: 'istio', config }).gateways.all;
  expect(gateway?.selector).toEqual({ istio });
});

test('a reader knows servers and rules by the Ingress, and their place in it', () => {
  const mesh = meshOf({ annotation: 'istio', spec: 'tls: [{ secretName: cert }]' });
  const [gateway] = mesh.gateways.all;
  expect(gateway?.servers.map(({ index }) => gateway.titleOf(index))).toEqual(['Ingress shop/web tls 0', 'Ingress shop/web port 80']);
  expect(gateway?.manifest.source.position(['spec', 'servers', 0])?.line).toBe(16);
  const [service] = mesh.virtualServices.all;
  expect(service?.titleOf(service.http[0])).toBe('Ingress shop/web');
  expect(service?.http[0]?.place.path).toEqual(['spec', 'rules', 0, 'http', 'paths', 0]);
});

test('of several default classes the newest counts', () => {
  const defaultClass = (name: string, controller: string, creationTimestamp: string): KubernetesObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name, creationTimestamp, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller },
  });
  const served = (...classes: readonly KubernetesObject[]) =>
    answerOf(meshOf({ more: classes.map((each) => `---\n${JSON.stringify(each)}\n`).join('') })).status;
  const mine = defaultClass('mine', 'istio.io/ingress-controller', '2026-01-02T00:00:00Z');
  expect(served(mine, defaultClass('a', 'example.com/other', '2026-01-01T00:00:00Z'))).toBe(200);
  expect(served(mine, defaultClass('a', 'example.com/other', '2026-01-03T00:00:00Z'))).toBe('error');
  expect(served(mine, defaultClass('a', 'example.com/other', '2026-01-02T00:00:00Z'))).toBe('error');
});
