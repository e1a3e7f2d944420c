import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';

/** Of objects of one kind and name, the last. */
export function unique(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return [...new Map(objects.map((object) => [`${object.kind} ${object.metadata.namespace}/${object.metadata.name}`, object])).values()];
}

const security = 'security.istio.io/v1';
const namespaces = fc.constantFrom('demo', 'demo', 'shop', 'istio-system', 'istio-system');

/** An object of one of five names, in one of three namespaces. */
export function named(kind: string, spec: Arbitrary<object>, { apiVersion = security, prefix = 'p' } = {}): Arbitrary<KubernetesObject> {
  const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => prefix + letter);
  return fc
    .tuple(fc.constantFrom(...names), namespaces, spec)
    .map(([name, namespace, fields]) => ({ apiVersion, kind, metadata: { name, namespace }, spec: fields }));
}

/** One or two of the fields: more of them hardly ever hold together. */
export function fewOf(fields: readonly Arbitrary<object>[]): Arbitrary<object> {
  return fc.tuple(fc.oneof(...fields), fc.oneof(fc.constant({}), ...fields)).map(([one, other]) => ({ ...one, ...other }));
}
