import { parseManifests } from '../../manifest/parse-manifests';
import { Mesh } from '../mesh';

const service = '{ apiVersion: v1, kind: Service, metadata: { name: s, namespace: shop }, spec: { ports: [{ name: http, port: 80 }] } }';
const gateway =
  '{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: g, namespace: shop }, spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] } }';

function rulesOf(kind: string, rule: string): number {
  const route = `{ apiVersion: gateway.networking.k8s.io/v1, kind: ${kind}, metadata: { name: r, namespace: shop }, spec: { parentRefs: [{ name: g }], rules: [${rule}] } }`;
  const { mesh } = Mesh.load(parseManifests([service, gateway, route].join('\n---\n'), 'mesh.yaml').manifests, { complete: true });
  return mesh.gatewayApi.virtualServices.flatMap(({ converted }) => converted).length;
}

const to = (name: string) => `backendRefs: [{ name: ${name}, port: 80 }]`;
const mirror = (name: string) =>
  `filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: ${name}, port: 80 } } }], ${to('s')}`;

// Source: Istio `convertHTTPRoute`, `convertGRPCRoute`, `computeRoute`.
test.each<[string, string, string, number]>([
  ['a backend that is there', 'HTTPRoute', `{ ${to('s')} }`, 1],
  ['a backend that is not there answers 500', 'HTTPRoute', `{ ${to('missing')} }`, 1],
  ['a host name in place of a Service leaves nothing of the route', 'HTTPRoute', `{ ${to('s')} }, { ${to('s.shop')} }`, 0],
  ['a mirror that is not there is left out', 'HTTPRoute', `{ ${mirror('missing')} }`, 1],
  ['a mirror that names a host is left out', 'HTTPRoute', `{ ${mirror('s.shop')} }`, 1],
  ['of a GRPCRoute nothing is left then', 'GRPCRoute', `{ ${mirror('missing')} }`, 0],
  ['a GRPCRoute with a mirror that is there', 'GRPCRoute', `{ ${mirror('s')} }`, 1],
  [
    'a backend of kind Hostname has no namespace',
    'HTTPRoute',
    '{ backendRefs: [{ group: networking.istio.io, kind: Hostname, name: s.shop.svc.cluster.local, namespace: shop, port: 80 }] }',
    0,
  ],
])('%s', (_, kind, rule, rules) => {
  expect(rulesOf(kind, rule)).toBe(rules);
});
