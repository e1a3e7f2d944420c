import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { fewOf, named } from './objects';

/** A VirtualService of sidecars, or of the gateways given. */
export function virtualServices(gateways?: readonly string[]): Arbitrary<KubernetesObject> {
  const fields: Readonly<Record<string, readonly unknown[]>> = {
    uri: [{ prefix: '/user' }, { exact: '/' }, { regex: '/[a-z]+' }],
    headers: [{ mode: { exact: 'dev' } }, { mode: {} }, { '@request.auth.claims.group': { exact: 'beta' } }],
    withoutHeaders: [{ mode: { exact: 'dev' } }, { '@request.auth.claims.group': { exact: 'beta' } }],
    sourceNamespace: ['demo', 'shop', 'istio-system'],
    sourceLabels: [{ app: 'product' }, { istio: 'ingressgateway' }],
    port: [8000, 80],
    gateways: [['mesh'], ['istio-system/front']],
  };
  const one = Object.entries(fields).map(([name, values]) => fc.constantFrom(...values).map((value) => ({ [name]: value })));
  const match = fc.oneof({ weight: 3, arbitrary: fc.oneof(...one) }, { weight: 1, arbitrary: fewOf(one) });
  const destination = fc.record(
    {
      host: fc.constantFrom('user.demo.svc.cluster.local', 'product.demo.svc.cluster.local', 'user.shop.svc.cluster.local'),
      subset: fc.constantFrom('v1', 'v2', 'v9'),
    },
    { requiredKeys: ['host'] },
  );
  const headers = fc.constantFrom(
    undefined,
    { request: { set: { mode: 'prod', 'x-new': '1' }, remove: ['x-env'] } },
    { request: { add: { mode: 'also' } } },
  );
  const route = fc.oneof(
    destination.map((to) => [{ destination: to }]),
    fc.tuple(destination, destination, headers).map(([one, other, changes]) => [
      { destination: one, weight: 20, ...(changes ? { headers: changes } : {}) },
      { destination: other, weight: 80 },
    ]),
  );
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(route, headers).map(([to, changes]) => ({ route: to, ...(changes ? { headers: changes } : {}) })) },
    { weight: 1, arbitrary: fc.tuple(route, fc.constantFrom('/x', '/')).map(([to, uri]) => ({ route: to, rewrite: { uri } })) },
    { weight: 1, arbitrary: fc.constant({ redirect: { uri: '/new' } }) },
    { weight: 1, arbitrary: fc.constant({ directResponse: { status: 418 } }) },
  );
  const mirror = fc.constantFrom({}, {}, {}, { mirror: { host: 'product.demo.svc.cluster.local' }, mirrorPercentage: { value: 25 } });
  const rule = fc
    .tuple(fc.array(match, { maxLength: 2 }), action, mirror)
    .map(([matches, to, copies]) => ({ ...(matches.length > 0 ? { match: matches } : {}), ...to, ...('route' in to ? copies : {}) }));
  const spec = fc.record(
    {
      hosts: fc.constantFrom<string[]>(
        ...(gateways
          ? [['a.com'], ['*.a.com', 'b.com'], ['*']]
          : [['user'], ['user.demo.svc.cluster.local'], ['product.demo.svc.cluster.local'], ['*.demo.svc.cluster.local'], ['made.up']]),
      ),
      exportTo: fc.constantFrom(['*'], ['.'], ['shop']),
      http: fc.array(rule, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['hosts', 'http'] },
  );
  const bound = spec.map((fields) => (gateways ? { ...fields, exportTo: ['*'], gateways } : fields));
  return named('VirtualService', bound, { apiVersion: 'networking.istio.io/v1', prefix: gateways ? 'g' : 'm' });
}
