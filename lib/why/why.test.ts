import { sourceOfObject } from '../manifest/manifest';
import { parseManifests } from '../manifest/parse-manifests';
import { readManifests } from '../manifest/read-manifests';
import { Mesh } from '../mesh/mesh';
import { aimedRequests } from '../requests/aimed-requests';
import { sampleOf } from '../requests/sample';
import { causeCases, causeWorld } from './cause-cases';
import { type Influence, isFelt } from './influence';
import { Influences, type InfluencesOptions, influenceOf } from './influences';
import { objectsOf } from './named-objects';
import { influenceText } from './render';
import { manifestsOf, parseTarget, targetText, without } from './target';

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
metadata: { name: store, namespace: shop }
spec: { selector: { app: store }, ports: [{ name: tcp, port: 6379 }] }
---
${['web', 'store']
  .map(
    (name) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, version: v1 } }
    spec: { containers: [{ name: a, image: "registry.example.com/a:1" }] }
---`,
  )
  .join('')}
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - match: [{ uri: { prefix: /slow }, headers: { x-mode: { regex: "de[vb]" } } }]
      timeout: 3s
      route: [{ destination: { host: web } }]
    - route: [{ destination: { host: web } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: store, namespace: shop }
spec:
  hosts: [store]
  http: [{ fault: { abort: { httpStatus: 500, percentage: { value: 100 } } }, route: [{ destination: { host: store } }] }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: pool, namespace: shop }
spec: { host: web, trafficPolicy: { connectionPool: { tcp: { maxConnections: 5 } } } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: elsewhere, namespace: shop }
spec: { host: nobody, trafficPolicy: { connectionPool: { tcp: { maxConnections: 5 } } } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: closed, namespace: shop }
spec: { action: DENY, selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { paths: [/admin*], methods: [POST] } }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: nowhere, namespace: shop }
spec: { action: DENY, selector: { matchLabels: { app: gone } }, rules: [{}] }
`;

const { manifests } = parseManifests(shop, 'shop.yaml');

function why(name: string, more = '', options: InfluencesOptions = {}): Influence {
  const target = parseTarget(name);
  if (!target) throw new Error(`no target: ${name}`);
  const all = more === '' ? manifests : parseManifests(`${shop}${more}`, 'shop.yaml').manifests;
  return influenceOf(all, manifestsOf(all, target), { path: target.path, ...options });
}

const requestsOf = ({ witnesses }: Influence) => [
  ...new Set(witnesses.map(({ request: { method, host, path } }) => `${method} ${host}${path}`)),
];

test.each([
  ['VirtualService/shop/web:spec.http[0].timeout', ['GET web.shop.svc.cluster.local/slow']],
  ['AuthorizationPolicy/shop/closed', ['POST web.shop.svc.cluster.local/adminany']],
])('names the requests that %s affects', (name, requests) => {
  expect(requestsOf(why(name))).toEqual(requests);
});

test('names every call of a Service that is the only one of its name', () => {
  const { witnesses, asked } = why('Service/shop/web');
  expect(witnesses.length).toBeGreaterThan(0);
  expect(witnesses.length).toBeLessThanOrEqual(asked);
  expect(new Set(witnesses.map(({ request }) => request.host))).toEqual(new Set(['web.shop.svc.cluster.local']));
});

test('a DestinationRule that changes no answer still shapes clusters', () => {
  const { witnesses, shapes } = why('DestinationRule/shop/pool');
  expect(witnesses).toEqual([]);
  expect([...shapes]).toEqual([['web.shop.svc.cluster.local', 2]]);
});

test('a DestinationRule shapes clusters together with others of its host', () => {
  const subsets = `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: subsets, namespace: shop }
spec: { host: web, subsets: [{ name: v1, labels: { version: v1 } }] }`;
  for (const name of ['pool', 'subsets'])
    expect([...why(`DestinationRule/shop/${name}`, subsets).shapes]).toEqual([['web.shop.svc.cluster.local', 2]]);
});

test.each([
  ['VirtualService/shop/store', 'declared as tcp'],
  ['DestinationRule/shop/elsewhere', 'nobody'],
  ['AuthorizationPolicy/shop/nowhere', 'gone'],
])('says why %s affects nobody', (name, reason) => {
  const influence = why(name);
  expect(influence.witnesses).toEqual([]);
  expect(influence.shapes.size).toBe(0);
  expect(influenceText(influence, { name, paths: ['shop.yaml'] })).toContain(reason);
});

const admin =
  'action: DENY, selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { paths: [/admin*], methods: [POST], ports: ["8080"] } }] }]';
test.each([
  ['Telemetry', 'telemetry.istio.io/v1', 'accessLogging: [{ disabled: true }]', 'undecided'],
  ['AuthorizationPolicy', 'security.istio.io/v1', admin, 'covered'],
])('a %s (%s) that changes no answer (%s) is %s', (kind, apiVersion, spec, word) => {
  const another = `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: z, namespace: shop }\nspec: { ${spec} }`;
  const all = parseManifests(`${shop}${another}`, 'shop.yaml').manifests;
  expect(influenceText(influenceOf(all, all.slice(-1)), { name: `${kind}/shop/z`, paths: [] })).toContain(`  ${word}`);
});

const policy = (name: string, spec: string) =>
  `\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: ${name}, namespace: shop }\nspec: { ${spec} }\n`;
const denial = (paths: string) =>
  `action: DENY, selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { paths: [${paths}] } }] }]`;
test.each([
  ['the policy that denies as much', [admin], ['AuthorizationPolicy/shop/closed'], false],
  [
    'each of the policies that it repeats a part of',
    [denial('/x'), denial('/y'), denial('/x, /y')],
    ['AuthorizationPolicy/shop/z0', 'AuthorizationPolicy/shop/z1'],
    false,
  ],
  [
    'policies that deny the same, together',
    [denial('/x'), denial('/x'), denial('/x')],
    ['AuthorizationPolicy/shop/z0', 'AuthorizationPolicy/shop/z1'],
    true,
  ],
  ['the other policy that allows nothing', ['', ''], ['AuthorizationPolicy/shop/z0'], false],
  ['no policy where none is needed', ['rules: [{}]'], [], false],
])('an object that changes nothing names %s', (_, specs, expected, together) => {
  const more = specs.map((spec, index) => `---${policy(`z${index}`, spec)}`);
  const all = parseManifests(`${shop}${more.join('')}`, 'shop.yaml').manifests;
  const { coveredBy } = influenceOf(all, all.slice(-1));
  expect(coveredBy?.objects.map(({ object }) => targetText(object))).toEqual(expected);
  expect(coveredBy?.together).toBe(together);
});

test('objects that cannot be it do not hide the one that covers another', () => {
  const accounts = Array.from(
    { length: 40 },
    (_, index) => `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a${index}, namespace: shop }\n`,
  );
  const { coveredBy } = why('AuthorizationPolicy/shop/z', `${accounts.join('')}---${policy('z', admin)}`);
  expect(coveredBy?.objects.map(({ object }) => targetText(object))).toEqual(['AuthorizationPolicy/shop/closed']);
});

test('a field that changes nothing names the object that does the same', () => {
  const more = [denial('/x'), denial('/x, /y')].map((spec, index) => `---${policy(`z${index}`, spec)}`).join('');
  const { coveredBy } = why('AuthorizationPolicy/shop/z1:spec.rules[0].to[0].operation.paths[0]', more);
  expect(coveredBy?.objects.map(({ object }) => targetText(object))).toEqual(['AuthorizationPolicy/shop/z0']);
});

const strict = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }`;
test('an object that changes nothing names an object of another kind that does the same', () => {
  const identified = policy('identified', 'action: DENY, rules: [{ from: [{ source: { notPrincipals: ["*"] } }] }]');
  const all = parseManifests(`${shop}---${strict}\n---${identified}`, 'shop.yaml').manifests;
  const { coveredBy } = influenceOf(all, all.slice(-1));
  expect(coveredBy?.objects.map(({ object }) => targetText(object))).toEqual(['PeerAuthentication/shop/default']);
});

test('a PeerAuthentication is felt by pods without a proxy, whether one is in the input or not', () => {
  const all = parseManifests(`${shop}---${strict}`, 'shop.yaml').manifests;
  const { permissions } = influenceOf(all, all.slice(-1));
  expect(permissions.map(({ with: { from, to, permission }, without }) => ({ from, to, permission, without }))).toContainEqual({
    from: 'plain text',
    to: 'shop/store',
    permission: 'denied',
    without: 'allowed',
  });
});

/** As no proxy of a sidecar runs beside it, nothing of the mesh's outbound rules is for it. */
const plain = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: plain, namespace: shop }
spec:
  selector: { matchLabels: { app: web, kind: plain } }
  template:
    metadata: { labels: { app: web, kind: plain, sidecar.istio.io/inject: "false" } }
    spec: { containers: [{ name: a, image: "registry.example.com/a:1" }] }
`;

test('a DestinationRule shapes clusters of sidecars alone', () => {
  const all = parseManifests(`${shop}${plain}`, 'shop.yaml').manifests;
  const target = parseTarget('DestinationRule/shop/pool');
  expect([...influenceOf(all, target ? manifestsOf(all, target) : []).shapes]).toEqual([['web.shop.svc.cluster.local', 2]]);
});

const lost = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: lost, namespace: shop }
spec: { hosts: [lost], http: [{ route: [{ destination: { host: nobody } }] }, { route: [{ destination: { host: web, subset: gone } }] }] }`;
test.each([
  [
    'VirtualService/shop/lost',
    ['IST0101 spec.http.0.route.0.destination.host', 'IST0130 spec.http.1', 'IST0101 spec.http.1.route.0.destination.subset'],
  ],
  ['VirtualService/shop/lost:spec.http[0]', ['IST0101 spec.http.0.route.0.destination.host']],
  ['VirtualService/shop/lost:spec.http[1].route', ['IST0130 spec.http.1', 'IST0101 spec.http.1.route.0.destination.subset']],
  ['VirtualService/shop/lost:spec.hosts', []],
  ['VirtualService/shop/store:spec.http[0].fault', ['MESH028 spec.http']],
  ['VirtualService/shop/store:spec.hosts', []],
])('the findings of %s are those of what it holds, and of what holds it', (name, expected) => {
  const { findings } = why(name, lost);
  expect(findings.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual(expected);
});

test('of an object that somebody feels, only the reasons that requests met are given', () => {
  const one = causeCases().find(({ cause, part }) => cause === 'more specific host' && part);
  const all = objectsOf(causeWorld(), one?.input ?? {}).map((object) => ({ object, source: sourceOfObject() }));
  const target = parseTarget(one?.object ?? '');
  const { notUsed } = influenceOf(all, target ? manifestsOf(all, target) : []);
  expect(notUsed.map((step) => step.why)).toEqual([
    '`www.example.com` has a virtual host of its own, and the rules of `*.example.com` are not merged into it',
  ]);
});

test('a reason that a finding gives is not given twice', () => {
  const { notUsed, findings } = why('AuthorizationPolicy/shop/nowhere');
  expect([findings.map(({ code }) => code), notUsed]).toEqual([['IST0127'], []]);
});

test('a Sidecar lists what it hides, and from how many callers', () => {
  const sidecar = `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: narrow, namespace: shop }
spec: { workloadSelector: { labels: { app: web } }, egress: [{ hosts: ["./web.shop.svc.cluster.local"] }] }`;
  const all = parseManifests(`${shop}${plain}${sidecar}`, 'shop.yaml').manifests;
  const influence = influenceOf(all, all.slice(-1));
  expect([...influence.hides]).toEqual([
    ['store.shop.svc.cluster.local:6379', 1],
    ['VirtualService shop/store', 1],
  ]);
  expect(influenceText(influence, { name: 'Sidecar/shop/narrow', paths: [] })).toContain(
    '  hides       store.shop.svc.cluster.local:6379, VirtualService shop/store, from 1 caller',
  );
});

test('what does not depend on the object is made once for all objects', () => {
  const load = jest.spyOn(Mesh, 'load');
  const influences = new Influences(manifests);
  for (const manifest of manifests.slice(-4)) influences.of([manifest]);
  expect(load).toHaveBeenCalledTimes(2 + 4);
  load.mockRestore();
});

test('a rule that decides what would be answered alike is redundant', () => {
  const influence = why('VirtualService/shop/web');
  expect(influence.redundant).toBeGreaterThan(0);
  expect(requestsOf(influence)).toEqual(['GET web.shop.svc.cluster.local/slow']);
});

const other = (kind: string, spec: string) =>
  `---\napiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata: { name: closed, namespace: shop }\nspec: { ${spec} }\n`;
test.each([
  ['the policy that decides', 'AuthorizationPolicy/shop/closed', true],
  ['a VirtualService of its name', 'VirtualService/shop/closed', false],
  ['a DestinationRule of its name', 'DestinationRule/shop/closed', false],
  ['the policy that decides as much', 'AuthorizationPolicy/shop/z', false],
])('where two policies deny the same, %s is redundant: %s %s', (_, name, isRedundant) => {
  const more = [
    other('VirtualService', 'hosts: [nobody], http: [{ directResponse: { status: 418 } }]'),
    other('DestinationRule', 'host: nobody'),
    `---${policy('z', admin)}`,
  ];
  expect(why(name, more.join('')).redundant > 0).toBe(isRedundant);
});

test.each([
  ['RequestAuthentication/shop/second', true],
  ['RequestAuthentication/shop/first', false],
  ['DestinationRule/shop/second', false],
])(
  'where two RequestAuthentications refuse the same token, the one that is asked first decides: %s is redundant: %s',
  (name, isRedundant) => {
    const tokens = ['first', 'second'].map(
      (each) => `---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: ${each}, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, jwtRules: [{ issuer: someone, jwks: '{ "keys": [] }' }] }
`,
    );
    const more = [...tokens, other('DestinationRule', 'host: nobody').replace('name: closed', 'name: second')];
    expect(why(name, more.join('')).redundant > 0).toBe(isRedundant);
  },
);

test('a DestinationRule of the name of a VirtualService decides nothing', () => {
  const rule = other('DestinationRule', 'host: store').replace('name: closed', 'name: web');
  expect(why('DestinationRule/shop/web', rule).redundant).toBe(0);
});

test.each([
  [17, true],
  [18, false],
])('of 18 requests, %i are asked at most: that is a part: %s', (most, isPartial) => {
  const { asked, isPartial: is } = why('AuthorizationPolicy/shop/closed', '', { most });
  expect([asked, is]).toEqual([most, isPartial]);
});

test('the domain of the cluster is that of the hosts', () => {
  expect(requestsOf(why('AuthorizationPolicy/shop/closed', '', { clusterDomain: 'example.local' }))).toEqual([
    'POST web.shop.svc.example.local/adminany',
  ]);
});

test('asking about nothing, or about a field that is not there, is an error', () => {
  expect(() => why('AuthorizationPolicy/shop/none')).toThrow(new RangeError('the influence of nothing was asked for'));
  expect(() => why('AuthorizationPolicy/shop/closed:spec.none')).toThrow(new RangeError('the object has no such field'));
});

test('a field without which the cluster rejects the object is required', () => {
  expect(why('VirtualService/shop/store:spec.http[0].route').required).toMatch(/route/);
});

test('a witness comes as a command to paste', () => {
  const name = 'VirtualService/shop/web:spec.http[0].timeout';
  expect(influenceText(why(name), { name, paths: ['shop.yaml'] })).toContain(
    "mesh route shop.yaml --from shop/web -H 'x-mode: deb' 'http://web.shop.svc.cluster.local/slow'",
  );
});

test('aims at every service port, from every workload', () => {
  const { mesh } = Mesh.load(manifests);
  const aims = [...aimedRequests(mesh)].map(({ from, request }) => `${from?.name} ${request.host}`);
  for (const caller of ['web', 'store']) {
    expect(aims).toContain(`${caller} web.shop.svc.cluster.local`);
    expect(aims).toContain(`${caller} store.shop.svc.cluster.local:6379`);
  }
});

test.each(['/v\\d+/items', '^/api/(users|orders)/[^/]+$', '(?i)/Shop.*', '/a[bc]d?x*', '.*', '/v1/[0-9]{3}/x'])(
  'a sample of %s is taken by it',
  (regex) => {
    const flags = regex.startsWith('(?i)') ? 'i' : '';
    expect(sampleOf(regex)).toMatch(new RegExp(`^(?:${regex.replace('(?i)', '')})$`, flags));
  },
);

test.each([
  ['VirtualService/shop/web', { kind: 'VirtualService', namespace: 'shop', name: 'web' }],
  ['Service/web', { kind: 'Service', name: 'web' }],
  [
    'VirtualService/shop/web:spec.http[1].headers["x-a.b"]',
    { kind: 'VirtualService', namespace: 'shop', name: 'web', path: ['spec', 'http', 1, 'headers', 'x-a.b'] },
  ],
  [
    'ConfigMap/web:.data["a\\"b\\\\c"]["d.e"][0][12].f-g',
    { kind: 'ConfigMap', name: 'web', path: ['data', 'a"b\\c', 'd.e', 0, 12, 'f-g'] },
  ],
  ['HTTPRoute/shop/web:spec', { kind: 'HTTPRoute', namespace: 'shop', name: 'web', path: ['spec'] }],
  ['HTTPRoute/shop/web:spec:a', { kind: 'HTTPRoute', namespace: 'shop', name: 'web', path: ['spec:a'] }],
  ...['web', 'virtualservice/shop/web', 'my VirtualService/shop/web', 'VirtualService/', 'VirtualService', 'VirtualService/shop/'].map(
    (text) => [text, undefined] as [string, undefined],
  ),
  ...['VirtualService/shop/web/x', 'VirtualService/shop/web:', 'Virtual-Service/web', '/shop/web', 'VirtualService//web', ''].map(
    (text) => [text, undefined] as [string, undefined],
  ),
])('reads %s as a name', (text, target) => {
  expect(parseTarget(text)).toEqual(target);
});

test('leaves a field out, and nothing else', () => {
  const value = { a: [{ b: 1, c: 2 }, { b: 3 }] };
  expect(without(value, ['a', 0, 'b'])).toEqual({ a: [{ c: 2 }, { b: 3 }] });
  expect(without(value, ['a', 1])).toEqual({ a: [{ b: 1, c: 2 }] });
  expect(without(value, ['a', 2])).toBeUndefined();
  expect(value).toEqual({ a: [{ b: 1, c: 2 }, { b: 3 }] });
});

test.each([[], ['x'], ['x', 'y'], ['toString'], ['a', 1], ['a', 'length', 'x'], ['b', 'x'], ['c', 0], ['c', 0, 'x']])(
  'there is no field %j / %j / %j',
  (...path) => {
    expect(without({ a: [1], b: null, c: 'text' }, path)).toBeUndefined();
  },
);

test.each([
  ['Service/web', ['Service/web', 'Service/shop/web']],
  ['Service/shop/web', ['Service/shop/web']],
  ['Service/default/web', ['Service/web']],
  ['Service/other/web', []],
  ['Pod/web', []],
  ['Service/api', []],
])('%s names %j', (text, expected) => {
  const object = (namespace?: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace } });
  const all = [object(), object('shop')].map((each) => ({ object: each, source: sourceOfObject() }));
  const target = parseTarget(text);
  const found = target ? manifestsOf(all, target) : [];
  expect(found.map((manifest) => `Service/${[manifest.object.metadata.namespace, 'web'].filter(Boolean).join('/')}`)).toEqual(expected);
});

test('nothing in dist is written for nobody', () => {
  const { manifests: committed } = readManifests(['dist']);
  const routing = committed.filter(({ object: { kind } }) => ['VirtualService', 'Gateway', 'DestinationRule', 'Service'].includes(kind));
  const influences = new Influences(committed);
  const unfelt = routing.filter((manifest) => !isFelt(influences.of([manifest])));
  expect(routing.length).toBeGreaterThan(5);
  expect(unfelt.map(({ object }) => targetText(object))).toEqual([]);
});
