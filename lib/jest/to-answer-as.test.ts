import type { KubernetesObject } from '../istio/objects';
import { Mesh } from './index';

const object = (apiVersion: string, kind: string, name: string, spec: object) =>
  ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, spec }) as KubernetesObject;
const ground = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
  object('v1', 'Service', 'web', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] }),
  object('apps/v1', 'Deployment', 'web', {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'registry.example.com/a:1' }] } },
  }),
  object('networking.istio.io/v1', 'Gateway', 'edge', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
  }),
];
const to = [{ destination: { host: 'web' } }];
const under = (prefix: string, more = {}) => ({ match: [{ uri: { prefix } }], route: to, ...more });

function mesh(http: readonly object[], hosts = ['shop.example.com'], ...more: readonly KubernetesObject[]): Mesh {
  return Mesh.of([...ground, object('networking.istio.io/v1', 'VirtualService', 'web', { hosts, gateways: ['edge'], http }), ...more]);
}

const before = mesh([under('/cart'), under('/user')]);

test('rules in another order, or written otherwise, answer the same', () => {
  expect(mesh([under('/user'), under('/cart')])).toAnswerAs(before);
  expect(mesh([{ match: [{ uri: { prefix: '/cart' } }, { uri: { regex: '/user.*' } }], route: to }])).toAnswerAs(before);
});

test('a class that is answered otherwise fails, with a request to paste', () => {
  const after = mesh([under('/cart'), under('/users')]);
  expect(after).not.toAnswerAs(before);
  expect(() => expect(after).toAnswerAs(before)).toThrow("ask  curl 'http://shop.example.com/user'");
  expect(() => expect(before).not.toAnswerAs(before)).toThrow('expected callers to be answered otherwise');
});

test.each<[string, Mesh, string[], boolean]>([
  ['an effect', mesh([under('/cart', { timeout: '3s' }), under('/user')]), ['changes-way'], true],
  ['another effect', mesh([under('/cart', { timeout: '3s' }), under('/user')]), ['moves-traffic'], false],
  ['a host', mesh([under('/cart')]), ['shop.example.com'], true],
  ['a wildcard', mesh([under('/cart')]), ['*.example.com'], true],
  ['another host', mesh([under('/cart')]), ['web.example.com'], false],
  ['all paths that change', mesh([under('/cart')]), ['shop.example.com/user*'], true],
  ['only some of the paths that change', mesh([under('/cart')]), ['shop.example.com/user'], false],
  ['more paths than change', mesh([under('/cart')]), ['http://shop.example.com/*'], true],
  ['a new host', mesh([under('/cart'), under('/user')], ['shop.example.com', 'new.example.com']), ['new.example.com'], true],
])('except %s', (_name, after, except, holds) => {
  if (holds) expect(after).toAnswerAs(before, { except });
  else expect(after).not.toAnswerAs(before, { except });
});

test('one name under a wildcard host', () => {
  const [wide, other] = [
    mesh([under('/')], ['*.example.com']),
    mesh([under('/', { timeout: '1s', match: [{ authority: { exact: 'a.example.com' } }] }), under('/')], ['*.example.com']),
  ];
  expect(other).toAnswerAs(wide, { except: ['a.example.com'] });
  expect(other).not.toAnswerAs(wide, { except: ['b.example.com'] });
});

test('permissions count, capacity does not', () => {
  const strict = object('security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
  expect(mesh([under('/cart'), under('/user')], ['shop.example.com'], strict)).not.toAnswerAs(before);
  const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    maxReplicas: 3,
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
  });
  expect(mesh([under('/cart'), under('/user')], ['shop.example.com'], scaler)).toAnswerAs(before);
});

test('options of the mesh count as well', () => {
  const closed = Mesh.of([...before.manifests.map((manifest) => manifest.object)], { outboundTrafficPolicy: 'REGISTRY_ONLY' });
  expect(closed.outboundTrafficPolicy).toBe('REGISTRY_ONLY');
  expect(() => expect(closed).toAnswerAs(before)).toThrow(
    /any other host\/\* {2}\(shop\/web\)\n {4}- elsewhere.example.net:80\n {4}\+ 502/,
  );
  expect(closed).toAnswerAs(before, { except: ['host-gone'] });
});

test('what cannot be compared exactly fails, unless it may be open', () => {
  const after = mesh([under('/cart'), { match: [{ uri: { regex: '/user\\b.*' } }], route: to }, under('/user')]);
  expect(() => expect(after).toAnswerAs(before)).toThrow('undecided: shop.example.com: path ~/user\\b.* could not be divided exactly');
  expect(after).toAnswerAs(before, { undecided: 'pass' });
});

test('an exception that is neither an effect nor a host is an error', () => {
  expect(() => expect(before).toAnswerAs(before, { except: ['change-way'] })).toThrow('did you mean `changes-way`?');
  expect(() => expect(before).toAnswerAs(before, { except: ['shop'] })).toThrow('neither an effect nor a host');
});
