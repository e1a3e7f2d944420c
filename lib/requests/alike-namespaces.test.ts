import type { KubernetesObject } from '../istio/objects';
import { Mesh } from '../mesh/mesh';
import { areNamespacesAlike } from './alike-namespaces';

const object = (kind: string, spec: object, annotations = {}) =>
  ({
    apiVersion: kind === 'Service' ? 'v1' : 'networking.istio.io/v1',
    kind,
    metadata: { name: 'a', namespace: 'shop', annotations },
    spec,
  }) as KubernetesObject;
const route = (more: object = {}) =>
  object('VirtualService', { hosts: ['web'], http: [{ route: [{ destination: { host: 'web' } }] }], ...more });
const policy = (rule: object) =>
  ({ ...object('AuthorizationPolicy', { rules: [rule] }), apiVersion: 'security.istio.io/v1' }) as KubernetesObject;

test.each<[string, KubernetesObject, boolean]>([
  ['a route', route(), true],
  ['a route that is exported', route({ exportTo: ['.'] }), false],
  ['a route for callers of a namespace', route({ http: [{ match: [{ sourceNamespace: 'shop' }], redirect: { uri: '/' } }] }), false],
  ['a rule for a Service of its own namespace', object('DestinationRule', { host: 'web' }), true],
  ['a rule for another namespace', object('DestinationRule', { host: 'web.other.svc.cluster.local' }), false],
  ['a rule for many hosts', object('DestinationRule', { host: '*.shop.svc.cluster.local' }), false],
  ['a Sidecar', object('Sidecar', { egress: [{ hosts: ['./*'] }] }), false],
  ['a policy of paths', policy({ to: [{ operation: { paths: ['/a'] } }] }), true],
  ['a policy of namespaces', policy({ from: [{ source: { namespaces: ['shop'] } }] }), false],
  ['a policy of other namespaces', policy({ from: [{ source: { notNamespaces: ['shop'] } }] }), false],
  ['a policy of identities', policy({ from: [{ source: { principals: ['a/ns/shop/sa/b'] } }] }), false],
  ['a condition on namespaces', policy({ when: [{ key: 'source.namespace', values: ['shop'] }] }), false],
  ['a Service that is exported', object('Service', { ports: [{ port: 80 }] }, { 'networking.istio.io/exportTo': '.' }), false],
])('%s: are callers of all namespaces alike?', (_name, given, alike) => {
  expect(areNamespacesAlike([Mesh.of([]), Mesh.of([given])])).toBe(alike);
});
