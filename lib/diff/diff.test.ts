import { parseManifests } from '../manifest/parse-manifests';
import { type Diff, diffOf, effectsOf } from './diff';
import { headlineOf } from './headline';
import { diffJson } from './json';
import { diffText } from './pretty';

const shop = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: admin, namespace: shop }
spec: { selector: { app: admin }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
${['web', 'admin']
  .flatMap((app) => ['v1', 'v2'].map((version) => ({ app, version })))
  .map(
    ({ app, version }) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${app}-${version}, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${app}, version: ${version} } }
  template:
    metadata: { labels: { app: ${app}, version: ${version} } }
    spec: { containers: [{ name: a, image: "registry.example.com/a:1", resources: { limits: { cpu: 500m } } }] }
---`,
  )
  .join('')}
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec: { host: web, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [shop.example.com, web]
  gateways: [edge, mesh]
  http:
    - match: [{ uri: { prefix: /cart } }]
      route: [{ destination: { host: web, subset: v1 }, weight: 90 }, { destination: { host: web, subset: v2 }, weight: 10 }]
    - match: [{ uri: { exact: / } }]
      timeout: 3s
      route: [{ destination: { host: web, subset: v1 } }]
`;
const strict = `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
`;

function diff(old: string, next: string): Diff {
  return diffOf(parseManifests(old, 'old.yaml'), parseManifests(next, 'new.yaml'));
}

const changed = (from: string | RegExp, to: string, base = shop) => diff(base, base.replace(from, to));

test.each<[string, () => Diff, string, string[]]>([
  ['nothing', () => diff(shop, shop), 'no request is answered otherwise: the 10 objects are the same on both sides', []],
  ['nothing, of one object', () => diff(strict, strict), 'no request is answered otherwise: the 1 object is the same on both sides', []],
  [
    'weights',
    () =>
      changed(
        'weight: 90 }, { destination: { host: web, subset: v2 }, weight: 10',
        'weight: 80 }, { destination: { host: web, subset: v2 }, weight: 20',
      ),
    '10 % of the traffic moves: shop.example.com/cart*: web.shop v1 90 %, v2 10 % → web.shop v1 80 %, v2 20 %; 2 more changes',
    ['moves-traffic'],
  ],
  [
    'a path',
    () => changed('prefix: /cart', 'prefix: /basket'),
    'a path moves: shop.example.com/cart* is now shop.example.com/basket* (web.shop v1 90 %, v2 10 %); 4 more changes',
    ['moves-path'],
  ],
  [
    'a host',
    () => changed('hosts: [shop.example.com, web]', 'hosts: [web]'),
    'host gone: shop.example.com/*: web.shop v1 90 %, v2 10 % → 404; 3 more changes',
    ['host-gone', 'moves-traffic', 'new-answer'],
  ],
  [
    'the gateway mesh',
    () => changed('gateways: [edge, mesh]', 'gateways: [edge]'),
    'traffic moves: web.shop.svc.cluster.local/cart* from shop/web-v1 and 3 more: web.shop v1 90 %, v2 10 % → web.shop; 5 more changes',
    ['moves-traffic', 'new-answer'],
  ],
  [
    'a path that is opened',
    () => changed('  http:\n', '  http:\n    - match: [{ uri: { prefix: /admin } }]\n      route: [{ destination: { host: admin } }]\n'),
    'opens to the world: shop.example.com/admin*: 404 → admin.shop; 2 more changes',
    ['opens-to-world', 'new-answer'],
  ],
  [
    'a timeout',
    () => changed('timeout: 3s', 'timeout: 5s'),
    'changes on the way: shop.example.com/: timeout 3s → 5s; 2 more changes',
    ['changes-way'],
  ],
  ['replicas', () => changed('replicas: 2', 'replicas: 1'), 'less capacity: Deployment shop/web-v1 replicas: 2 → 1', ['loses-capacity']],
  [
    'mutual TLS',
    () => diff(`${shop}${strict}`, shop),
    'mutual TLS lost: plain text to shop/admin:80: denied → allowed; 1 more change',
    ['loses-mtls'],
  ],
])('the first line says what a change of %s does', (_name, make, headline, effects) => {
  const found = make();
  expect(headlineOf(found)).toBe(headline);
  expect(effectsOf(found)).toEqual(effects);
});

test('objects in another order and comments change nothing', () => {
  const next = `# a comment\n${shop.split('\n---').reverse().join('\n---')}`;
  expect(headlineOf(diff(shop, next))).toBe('no request is answered otherwise: the 10 objects are the same on both sides');
});

test('each class comes with a request to paste, and with everybody whose requests it holds', () => {
  const text = diffText(changed('prefix: /cart', 'regex: "/cart/[0-9]+"'));
  expect(text).toContain("curl 'http://shop.example.com/cart'");
  expect(text).toContain("mesh route . --from shop/web-v1 'http://web.shop.svc.cluster.local/cart'");
  expect(text).toContain('shop.example.com/cart* but not ~/cart/[0-9]+  (clients outside the mesh)');
});

test('programs get the answers on both sides', () => {
  const json = diffJson(changed('exact: /', 'exact: /home')) as {
    traffic: { witness: { old: { status: number }; new: { status: number } } }[];
  };
  expect(json.traffic.map(({ witness }) => [witness.old.status, witness.new.status])).toContainEqual([200, 404]);
});

test('requests behind a rewrite are divided by the policies of the server', () => {
  const open = shop.replace('timeout: 3s', 'rewrite: { uri: /admin/ }').replace('exact: /', 'prefix: /ops/');
  const closed = `${open}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: closed, namespace: shop }
spec: { action: DENY, selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { paths: [/admin/secret*] } }] }] }`;
  const { requests } = diff(open, closed);
  expect(requests.map(({ what, section, effect }) => [what, section, effect])).toEqual([
    ['shop.example.com/ops/secret*', 'access', 'closes-access'],
    ['web.shop.svc.cluster.local/ops/secret*', 'access', 'closes-access'],
    ['shop.example.com/ops/secret*', 'access', 'closes-access'],
  ]);
});
