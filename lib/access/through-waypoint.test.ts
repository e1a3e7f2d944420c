import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../istio/objects';
import { Mesh } from '../mesh/mesh';
import type { Access } from './call';
import { accessMatrix } from './matrix';

function objects(yaml: string): KubernetesObject[] {
  return (loadAll(yaml) as KubernetesObject[]).filter(Boolean);
}

function pods(namespace: string, name: string, labels = '{}'): string {
  return `---
{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: ${namespace}, labels: ${labels} }, spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 8080 }] } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template: { metadata: { labels: { app: ${name} } }, spec: { serviceAccountName: ${name}, containers: [{ name: c, image: "x:1" }] } }
`;
}

const namespaces = `
{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: side, labels: { istio-injection: enabled } } }
`;

function waypoint(waypointFor = 'service', from = 'All'): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop, labels: { istio.io/waypoint-for: ${waypointFor} } }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE, allowedRoutes: { namespaces: { from: ${from} } } }]
`;
}

function policy(name: string, spec: string): string {
  return `---\n{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: ${name}, namespace: shop }, spec: ${spec} }\n`;
}

const asks = '{ istio.io/use-waypoint: waypoint }';
const base = [namespaces, pods('shop', 'web', asks), pods('shop', 'api'), pods('side', 'job')].join('');
const readers =
  '{ targetRefs: [{ kind: Service, name: web }], rules: [{ from: [{ source: { serviceAccounts: [api] } }], to: [{ operation: { methods: [GET] } }] }] }';
const nobody = '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }] }';
const ofPods = (account: string) =>
  `{ selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { serviceAccounts: [${account}] } }] }] }`;

function access(from: string, ...more: readonly string[]): Access {
  const mesh = Mesh.of(objects([base, ...more].join('')), { assumeIngressGateway: false, complete: true });
  const [only] = accessMatrix(mesh, { from, to: 'shop/web:80' });
  if (!only) throw new Error('one answer wanted');
  return only;
}

test.each<[string, string, readonly string[], Partial<Access>]>([
  ['without policies', 'shop/api', [waypoint()], { permission: 'allowed', transport: 'mutual' }],
  ['some methods', 'shop/api', [waypoint(), policy('p', readers)], { permission: 'conditional', policy: 'shop/p', rule: 0 }],
  [
    'nobody',
    'shop/api',
    [waypoint(), policy('p', nobody)],
    { permission: 'denied', reason: 'at waypoint shop/waypoint: no rule of AuthorizationPolicy shop/p allows it' },
  ],
  ['a sidecar goes by no waypoint', 'side/job', [waypoint(), policy('p', nobody)], { permission: 'allowed' }],
  ['nor does plain text', 'plain text', [waypoint(), policy('p', nobody)], { permission: 'allowed', transport: 'plain' }],
  ['a waypoint for pods', 'shop/api', [waypoint('workload'), policy('p', nobody)], { permission: 'allowed' }],
  ['a waypoint for all', 'shop/api', [waypoint('all'), policy('p', nobody)], { permission: 'denied' }],
  ['no such waypoint', 'shop/api', [policy('p', nobody)], { permission: 'allowed' }],
  ['the pods see the waypoint', 'shop/api', [waypoint(), policy('p', ofPods('api'))], { permission: 'denied' }],
  ['and may allow it', 'shop/api', [waypoint(), policy('p', ofPods('waypoint'))], { permission: 'allowed', rule: 0 }],
  [
    'both ask for something',
    'shop/api',
    [waypoint(), policy('p', readers), policy('q', ofPods('waypoint'))],
    { permission: 'conditional', policy: 'shop/p' },
  ],
  [
    'a Gateway that is no waypoint',
    'shop/api',
    [waypoint().replace('istio-waypoint', 'istio')],
    { permission: 'conditional', reason: expect.stringContaining('undecided: what Gateway shop/waypoint of class `istio`') },
  ],
])('%s: %s', (_, from, more, expected) => {
  expect(access(from, ...more)).toMatchObject(expected);
});
