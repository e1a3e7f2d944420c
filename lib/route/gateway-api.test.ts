import { parseManifests } from '../manifest/parse-manifests';
import { Mesh } from '../mesh/mesh';
import { IngressRouter } from './gateway/ingress-router';
import { outcomes } from './refusals/outcome';
import { request } from './request/request';
import { routerOf } from './router-of';

const service = (name: string, namespace = 'shop') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: a, image: "registry.example.com/a:1" }] }`;

const manifests = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: other, labels: { istio-injection: enabled } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: g, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: "*.example.com" }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: paths, namespace: shop }
spec:
  parentRefs: [{ name: g }]
  hostnames: [a.example.com]
  rules:
    - matches: [{ path: { type: PathPrefix, value: / } }]
      backendRefs: [{ name: one, port: 80 }]
    - matches: [{ path: { type: PathPrefix, value: /api/ } }]
      filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /v1 } } }]
      backendRefs: [{ name: two, port: 80, weight: 3 }, { name: one, port: 80, weight: 1 }, { name: three, port: 80, weight: 0 }]
    - matches: [{ path: { type: Exact, value: /api/x } }]
      filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }]
    - matches: [{ path: { type: PathPrefix, value: /gone } }]
      backendRefs: [{ name: missing, port: 80 }]
    - matches: [{ headers: [{ name: version, value: two }] }]
      backendRefs: [{ name: two, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: elsewhere, namespace: other }
spec:
  parentRefs: [{ name: g, namespace: shop }]
  hostnames: [b.example.com]
  rules: [{ backendRefs: [{ name: far, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: mesh, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: one }]
  rules: [{ backendRefs: [{ name: two, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: consumer, namespace: other }
spec:
  parentRefs: [{ group: "", kind: Service, name: three, namespace: shop }]
  rules: [{ matches: [{ path: { value: /canary } }], backendRefs: [{ name: far, port: 80 }] }]
${['one', 'two', 'three'].map((name) => service(name)).join('')}${service('far', 'other')}
`;
const { mesh } = Mesh.load(parseManifests(manifests, 'gateway-api.yaml').manifests);
const summary = (decision: ReturnType<IngressRouter['route']>) =>
  outcomes(decision)
    .map(({ share, status, backendService, upstreamPath, location }) =>
      [`${Math.round(share * 100)} %`, status, backendService, upstreamPath, location].filter(Boolean).join(' '),
    )
    .join(', ');

// The semantics are those of Gateway API's HTTPRoute as istiod translates it (pilot/pkg/config/kube/gateway).
test.each([
  ['the prefix of all paths', 'http://a.example.com/x', {}, '100 % 200 one.shop /x'],
  [
    'the longest prefix, in whole segments, rewritten',
    'http://a.example.com/api/y?z=1',
    {},
    '75 % 200 two.shop /v1/y?z=1, 25 % 200 one.shop /v1/y?z=1',
  ],
  ['the prefix itself', 'http://a.example.com/api', {}, '75 % 200 two.shop /v1, 25 % 200 one.shop /v1'],
  ['a segment that only begins alike', 'http://a.example.com/apix', {}, '100 % 200 one.shop /apix'],
  ['an exact path before any prefix', 'http://a.example.com/api/x', {}, '100 % 301 https://a.example.com/api/x'],
  ['a backend that is not there', 'http://a.example.com/gone', {}, '100 % 500'],
  ['a header, where paths are alike', 'http://a.example.com/', { version: 'two' }, '100 % 200 two.shop /'],
  ['a longer path before a header', 'http://a.example.com/gone', { version: 'two' }, '100 % 500'],
  ['a route of a namespace that the listener does not allow', 'http://b.example.com/', {}, '100 % 404'],
  ['a host that the listener does not serve', 'http://a.example.org/', {}, '100 % 404'],
])('at a gateway: %s', (_, url, headers, expected) => {
  expect(summary(new IngressRouter(mesh).route(request(url, { headers })))).toBe(expected);
});

const workload = (name: string) => {
  const found = mesh.workloads.all.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

test.each([
  ['a route of the Service’s own namespace holds for every caller', 'far', 'http://one.shop/', '100 % 200 two.shop /'],
  ['one of another namespace for callers there alone', 'far', 'http://three.shop/canary', '100 % 200 far.other /canary'],
  ['and not for others', 'two', 'http://three/canary', '100 % 200 three.shop /canary'],
])('inside the mesh: %s', (_, caller, url, expected) => {
  expect(summary(routerOf(mesh, workload(caller)).route(request(url)))).toBe(expected);
});
