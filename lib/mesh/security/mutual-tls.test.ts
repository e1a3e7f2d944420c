import type { KubernetesObject } from '../../istio/objects';
import { meshOf, object } from '../objects.test.helper';
import { scopeOfHost } from './mutual-tls';

const peer = (name: string, mode: string | undefined, more: object = {}) =>
  object('PeerAuthentication', name, { spec: { ...(mode === undefined ? {} : { mtls: { mode } }), ...more } });

// [objects, what holds in `shop`, what holds in `far`, what the mesh asks]
test.each<[string, readonly KubernetesObject[], string, string, string | undefined]>([
  ['nothing is said', [], 'PERMISSIVE', 'PERMISSIVE', undefined],
  ['one namespace says it', [peer('shop/a', 'STRICT')], 'STRICT', 'PERMISSIVE', undefined],
  ['the mesh says it', [peer('istio-system/a', 'STRICT')], 'STRICT', 'STRICT', 'STRICT'],
  ['both say it', [peer('istio-system/a', 'STRICT'), peer('shop/a', 'DISABLE')], 'DISABLE', 'STRICT', 'STRICT'],
  ['one leaves it to the mesh', [peer('istio-system/a', 'STRICT'), peer('shop/a', 'UNSET')], 'STRICT', 'STRICT', 'STRICT'],
  ['one says nothing of it', [peer('istio-system/a', 'STRICT'), peer('shop/a', undefined)], 'STRICT', 'STRICT', 'STRICT'],
  ['it is for single pods', [peer('shop/a', 'STRICT', { selector: { matchLabels: { app: 'a' } } })], 'PERMISSIVE', 'PERMISSIVE', undefined],
])('the mode where %s', (_, objects, shop, far, ofMesh) => {
  const { mutualTls } = meshOf(objects);
  expect([mutualTls.ofNamespace('shop'), mutualTls.ofNamespace('far'), mutualTls.ofMesh]).toEqual([shop, far, ofMesh]);
});

test.each([
  ['*', 'mesh'],
  ['*.local', 'mesh'],
  ['*.cluster.local', 'mesh'],
  ['*.svc.cluster.local', 'mesh'],
  ['*.shop.svc.cluster.local', { namespace: 'shop' }],
  ['*.shop.svc.cluster.example', undefined],
  ['*.web.shop.svc.cluster.local', undefined],
  ['*..svc.cluster.local', undefined],
  ['*.shop', undefined],
  ['web.shop.svc.cluster.local', undefined],
  ['*.example.com', undefined],
])('the host %s speaks for %j', (host, scope) => {
  expect(scopeOfHost(host, 'cluster.local')).toEqual(scope);
});

const rule = (name: string, host: string, mode = 'ISTIO_MUTUAL') =>
  object('DestinationRule', name, { spec: { host, trafficPolicy: { tls: { mode } } } });

// [rules, the one that encrypts calls to `shop`, the one that encrypts calls to all]
test.each<[string, readonly KubernetesObject[], string | undefined, string | undefined]>([
  ['the mesh', [rule('shop/a', '*.local')], 'shop/a', 'shop/a'],
  ['the namespace', [rule('shop/a', '*.shop.svc.cluster.local')], 'shop/a', undefined],
  ['another namespace', [rule('shop/a', '*.far.svc.cluster.local')], undefined, undefined],
  ['one Service', [rule('shop/a', 'web')], undefined, undefined],
  ['the mesh in another mode', [rule('shop/a', '*.local', 'SIMPLE')], undefined, undefined],
  ['the mesh without a policy', [object('DestinationRule', 'shop/a', { spec: { host: '*.local' } })], undefined, undefined],
])('a rule for %s', (_, objects, shop, all) => {
  const { mutualTls } = meshOf(objects);
  expect([mutualTls.encryptingRule('shop'), mutualTls.encryptingRule(undefined)]).toEqual([shop, all]);
});
