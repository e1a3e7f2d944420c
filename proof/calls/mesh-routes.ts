import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { httpRules, rpcRules } from '../differential/gateway-api-rules';

const apiVersion = 'gateway.networking.k8s.io/v1';

/** Routes of the Gateway API for calls in the mesh: those of the Service's namespace, and those of callers in others. */
export function meshRoutes(): Arbitrary<KubernetesObject[]> {
  const http = ['ra', 'rb', 'rc'].map((name) => route('HTTPRoute', name, httpRules()));
  const rpc = ['pa'].map((name) => route('GRPCRoute', name, rpcRules()));
  return fc.tuple(some(http, 1), some(rpc, 0)).map((groups) => groups.flat());
}

function some(all: readonly Arbitrary<KubernetesObject>[], least: number): Arbitrary<KubernetesObject[]> {
  return fc.subarray([...all], { minLength: least }).chain((chosen) => (chosen.length === 0 ? fc.constant([]) : fc.tuple(...chosen)));
}

function route(kind: string, name: string, rules: Arbitrary<object[]>): Arbitrary<KubernetesObject> {
  const target = fc.constantFrom(
    ...[
      { name: 'user', namespace: 'demo' },
      { name: 'user', namespace: 'demo' },
      { name: 'user', namespace: 'shop' },
      { name: 'product', namespace: 'demo' },
      { name: 'missing', namespace: 'demo' },
    ],
  );
  const parent = fc
    .tuple(target, fc.option(fc.constantFrom(8000, 80, 9000), { nil: undefined, freq: 2 }))
    .map(([to, port]) => ({ group: '', kind: 'Service', ...to, ...(port === undefined ? {} : { port }) }));
  const parents = fc.uniqueArray(parent, {
    minLength: 1,
    maxLength: 2,
    selector: ({ namespace, name: service }) => `${namespace}/${service}`,
  });
  return fc
    .tuple(fc.constantFrom('demo', 'demo', 'shop'), parents, rules)
    .map(([namespace, parentRefs, list]) => ({ apiVersion, kind, metadata: { name, namespace }, spec: { parentRefs, rules: list } }));
}
