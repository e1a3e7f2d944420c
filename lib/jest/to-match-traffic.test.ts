import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from './index';

const shop = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: "registry.example.com/a:1" }] } }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*.example.com"] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [shop.example.com, web]
  gateways: [edge, mesh]
  http:
    - { match: [{ uri: { exact: /old } }], redirect: { uri: /new } }
    - { match: [{ uri: { prefix: /api/ }, headers: { mode: { exact: dev } } }], rewrite: { uri: / }, timeout: 3s, route: [{ destination: { host: web } }] }
    - { match: [{ uri: { regex: "/v[0-9]+" }, method: { exact: POST } }], route: [{ destination: { host: web } }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: closed, namespace: shop }
spec: { action: DENY, rules: [{ to: [{ operation: { paths: [/secret*] } }] }] }
`;
const meshOf = (text: string) => Mesh.load(parseManifests(text, 'shop.yaml').manifests).mesh;

test('every class of requests and its answer', () => {
  expect(meshOf(shop)).toMatchTraffic();
});

test('some hosts alone; in whatever order objects and rules are', () => {
  const backwards = shop.split('---').reverse().join('---');
  for (const each of [shop, backwards]) expect(meshOf(each)).toMatchTraffic({ hosts: ['shop.example.com'] });
});

test('a snapshot that does not hold fails', () => {
  expect(() => expect(meshOf(shop)).not.toMatchTraffic()).toThrow('`.not` cannot be used');
});
