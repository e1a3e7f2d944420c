import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../objects.test.helper';
import type { AuthorizationPolicy } from './authorization-policy';
import type { PolicySubject } from './policy-target';

const deny = (name: string, spec: object = {}, annotations?: Readonly<Record<string, string>>) =>
  object('AuthorizationPolicy', name, { spec: { action: 'DENY', rules: [{}], ...spec }, annotations });
const tokens = (name: string, issuers: readonly string[], spec: object = {}) =>
  object('RequestAuthentication', name, { spec: { jwtRules: issuers.map((issuer) => ({ issuer })), ...spec } });
const names = (policies: readonly Pick<AuthorizationPolicy, 'name'>[]) => policies.map(({ name }) => name);
const subject = (labels: Readonly<Record<string, string>> = {}, namespace = 'shop'): PolicySubject => ({ namespace, labels });

const gatewayLabel = 'gateway.networking.k8s.io/gateway-name';
const ofGateway = { [gatewayLabel]: 'edge' };
const waypoint = { [gatewayLabel]: 'edge', 'gateway.istio.io/managed': 'istio.io-mesh-controller' };
const gateway = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' };

// [spec of the policy, its namespace, labels of the pod, does it hold in the namespace `shop`]
test.each<[object, string, Readonly<Record<string, string>>, boolean]>([
  [{}, 'shop', {}, true],
  [{}, 'istio-system', {}, true],
  [{}, 'other', {}, false],
  [{ selector: { matchLabels: { app: 'web' } } }, 'shop', { app: 'web', v: '1' }, true],
  [{ selector: { matchLabels: { app: 'web' } } }, 'shop', { app: 'db' }, false],
  [{ selector: { matchLabels: { app: 'web' } } }, 'istio-system', { app: 'web' }, true],
  [{ selector: {} }, 'shop', { app: 'db' }, true],
  [{ targetRefs: [gateway] }, 'shop', {}, false],
  [{ targetRefs: [gateway] }, 'shop', ofGateway, true],
  [{ targetRef: gateway }, 'shop', ofGateway, true],
  [{ targetRef: gateway, targetRefs: [{ ...gateway, name: 'other' }] }, 'shop', ofGateway, false],
  [{ targetRefs: [gateway] }, 'istio-system', ofGateway, false],
  [{ targetRefs: [{ ...gateway, name: 'other' }, gateway] }, 'shop', ofGateway, true],
  [{ targetRefs: [{ ...gateway, name: 'other' }] }, 'shop', ofGateway, false],
  [{ targetRefs: [{ ...gateway, group: 'other' }] }, 'shop', ofGateway, false],
  [{ targetRefs: [{ ...gateway, kind: 'Service', group: '' }] }, 'shop', ofGateway, false],
  [{ targetRefs: [{ ...gateway, namespace: 'shop' }] }, 'shop', ofGateway, true],
  [{ targetRefs: [{ ...gateway, namespace: 'other' }] }, 'shop', ofGateway, false],
  [{ targetRefs: [gateway], selector: { matchLabels: { app: 'none' } } }, 'shop', ofGateway, true],
  [{}, 'shop', ofGateway, true],
  [{ selector: { matchLabels: ofGateway } }, 'shop', ofGateway, true],
  [{ selector: { matchLabels: { app: 'web' } } }, 'shop', ofGateway, false],
  [{}, 'shop', waypoint, false],
  [{ selector: { matchLabels: ofGateway } }, 'shop', waypoint, false],
  [{ targetRefs: [gateway] }, 'shop', waypoint, true],
])('a policy with %j in %s holds for pods with %j: %s', (spec, namespace, labels, expected) => {
  const { policies } = meshOf([deny(`${namespace}/p`, spec), tokens(`${namespace}/t`, ['a'], spec)]);
  const found = policies.of(subject(labels));
  expect([found.authorization.length, found.jwtRules.length]).toEqual(expected ? [1, 1] : [0, 0]);
});

// [reference, namespace of the policy, does it hold at the waypoint `shop/edge` for the Service `shop/web`]
test.each<[object, string, boolean]>([
  [{ targetRefs: [{ kind: 'Service', name: 'web' }] }, 'shop', true],
  [{ targetRefs: [{ kind: 'Service', name: 'web' }] }, 'istio-system', false],
  [{ targetRefs: [{ kind: 'Service', name: 'db' }] }, 'shop', false],
  [{ targetRefs: [{ kind: 'ServiceEntry', name: 'web' }] }, 'shop', false],
  [{ targetRefs: [{ kind: 'GatewayClass', name: 'istio-waypoint' }] }, 'istio-system', true],
  [{ targetRefs: [{ kind: 'GatewayClass', name: 'istio-waypoint' }] }, 'shop', false],
  [{ targetRefs: [{ kind: 'GatewayClass', name: 'istio' }] }, 'istio-system', false],
  [{ targetRefs: [gateway] }, 'shop', true],
  [{ targetRefs: [{ ...gateway, name: 'other' }] }, 'shop', false],
  [{}, 'shop', false],
  [{ selector: { matchLabels: waypoint } }, 'shop', false],
])('at a waypoint a policy with %j in %s holds: %s', (spec, namespace, expected) => {
  const { policies, services } = meshOf([
    object('Service', 'shop/web'),
    deny(`${namespace}/p`, spec),
    tokens(`${namespace}/t`, ['a'], spec),
  ]);
  const [service] = services.all;
  const found = service && policies.at(subject(waypoint), service);
  expect([found?.authorization.length, found?.jwtRules.length]).toEqual(expected ? [1, 1] : [0, 0]);
});

test('a policy for a ServiceEntry, and which Services a policy names', () => {
  const spec = { targetRefs: [{ kind: 'ServiceEntry', name: 'out' }, { kind: 'Service', name: 'web' }, gateway] };
  const { policies, services } = meshOf([object('ServiceEntry', 'shop/out', { spec: { hosts: ['a'] } }), deny('shop/p', spec)]);
  const [service] = services.all;
  expect(service && names(policies.at(subject(waypoint, 'other'), service).authorization)).toEqual(['shop/p']);
  expect(policies.all.map(({ target }) => [target.isTargeted, target.services])).toEqual([[true, ['out', 'web']]]);
  expect(meshOf([deny('shop/p')]).policies.all.map(({ target }) => [target.isTargeted, target.services])).toEqual([[false, []]]);
});

test('those of the root namespace first, each namespace in order, tokens by issuer', () => {
  const all = ['shop/b', 'other/x', 'istio-system/z', 'shop/a', 'istio-system/y'];
  const { policies, services } = meshOf([
    object('Service', 'shop/web'),
    ...all.map((name) => deny(name)),
    tokens('shop/t', ['b', 'a']),
    tokens('istio-system/t', ['c', 'B', 'a']),
  ]);
  expect(names(policies.of(subject()).authorization)).toEqual(['istio-system/y', 'istio-system/z', 'shop/a', 'shop/b']);
  expect(names(policies.of(subject({}, 'istio-system')).authorization)).toEqual(['istio-system/y', 'istio-system/z']);
  expect(policies.of(subject()).jwtRules.map(({ issuer, policy }) => `${issuer} ${policy}`)).toEqual([
    'B istio-system/t',
    'a shop/t',
    'a istio-system/t',
    'b shop/t',
    'c istio-system/t',
  ]);
  expect(names(policies.all)).toHaveLength(5);
  expect(names(policies.allAuthentications)).toEqual(['istio-system/t', 'shop/t']);
  const targeted = { targetRefs: [{ kind: 'Service', name: 'web' }] };
  const at = meshOf([object('Service', 'shop/web'), ...all.map((name) => deny(name, targeted)), tokens('shop/t', ['b', 'a'], targeted)]);
  const [service] = services.all;
  const held = service && at.policies.at(subject(waypoint, 'other'), service);
  expect(names(held?.authorization ?? [])).toEqual(['shop/a', 'shop/b']);
  expect(held?.jwtRules.map(({ issuer }) => issuer)).toEqual(['a', 'b']);
});

test.each<[object, Readonly<Record<string, string>> | undefined, object | undefined]>([
  [{ action: 'ALLOW' }, undefined, { action: 'ALLOW', provider: '', dryRun: false }],
  [{ action: undefined }, undefined, { action: 'ALLOW' }],
  [{ action: 'AUDIT' }, undefined, { action: 'AUDIT' }],
  [{ action: 'CUSTOM', provider: { name: 'ext' } }, undefined, { action: 'CUSTOM', provider: 'ext' }],
  [{ action: 'LOG' }, undefined, undefined],
  [{ rules: undefined }, undefined, { rules: [] }],
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text): [object, Readonly<Record<string, string>>, object] => [
    {},
    { 'istio.io/dry-run': text },
    { dryRun: true },
  ]),
  ...['0', 'yes', 'tRUE', ''].map((text): [object, Readonly<Record<string, string>>, object] => [
    {},
    { 'istio.io/dry-run': text },
    { dryRun: false },
  ]),
])('an AuthorizationPolicy with %j, annotated %j', (spec, annotations, expected) => {
  const [policy] = meshOf([deny('shop/p', spec, annotations)]).policies.all;
  if (expected) expect(policy).toMatchObject({ name: 'shop/p', namespace: 'shop', ...expected });
  else expect(policy).toBeUndefined();
});

test('a token’s rule as it is written, and what it leaves open', () => {
  const full = {
    issuer: 'a',
    audiences: ['x'],
    jwks: '{}',
    fromHeaders: [{ name: 'h', prefix: 'p' }, {}],
    fromParams: ['q'],
    fromCookies: ['c'],
    forwardOriginalToken: true,
    outputPayloadToHeader: 'out',
    outputClaimToHeaders: [{ header: 'h', claim: 'c' }, {}],
    spaceDelimitedClaims: ['own', 'scope'],
  };
  const written = object('RequestAuthentication', 'shop/t', { spec: { jwtRules: [full, {}] } });
  const rules = meshOf([written])
    .policies.allAuthentications.flatMap((each) => each.rules)
    .map(({ manifest: _manifest, ...rest }) => rest);
  expect(rules).toEqual([
    {
      ...full,
      fromHeaders: [
        { name: 'h', prefix: 'p' },
        { name: '', prefix: '' },
      ],
      outputClaimToHeaders: [
        { header: 'h', claim: 'c' },
        { header: '', claim: '' },
      ],
      spaceDelimitedClaims: ['permission', 'scope', 'own'],
      policy: 'shop/t',
      index: 0,
    },
    {
      issuer: '',
      audiences: [],
      jwks: '',
      fromHeaders: [],
      fromParams: [],
      fromCookies: [],
      forwardOriginalToken: false,
      outputPayloadToHeader: '',
      outputClaimToHeaders: [],
      spaceDelimitedClaims: ['permission', 'scope'],
      policy: 'shop/t',
      index: 1,
    },
  ]);
});

describe('mutual TLS', () => {
  const peer = (name: string, spec: object) => object('PeerAuthentication', name, { spec });
  const mode = (text: string) => ({ mtls: { mode: text } });
  const web = { selector: { matchLabels: { app: 'web' } } };
  const at = (objects: readonly KubernetesObject[], labels: Readonly<Record<string, string>> = { app: 'web' }, namespace = 'shop') => {
    const { mode: found, by } = meshOf(objects).peerAuthentications.modeOf({ namespace, labels }, 80);
    return [found, by?.object.metadata.name];
  };

  test.each<[readonly KubernetesObject[], readonly unknown[]]>([
    [[], ['PERMISSIVE', undefined]],
    [[peer('shop/a', mode('STRICT'))], ['STRICT', 'a']],
    [[peer('other/a', mode('STRICT'))], ['PERMISSIVE', undefined]],
    [[peer('istio-system/a', mode('STRICT'))], ['STRICT', 'a']],
    [
      [peer('istio-system/a', mode('STRICT')), peer('shop/b', mode('DISABLE'))],
      ['DISABLE', 'b'],
    ],
    [
      [peer('istio-system/a', mode('STRICT')), peer('shop/b', mode('UNSET'))],
      ['STRICT', 'a'],
    ],
    [
      [peer('istio-system/a', mode('STRICT')), peer('shop/b', {})],
      ['STRICT', 'a'],
    ],
    [
      [peer('shop/a', mode('STRICT')), peer('shop/b', { ...web, ...mode('DISABLE') })],
      ['DISABLE', 'b'],
    ],
    [
      [peer('shop/a', mode('STRICT')), peer('shop/b', web)],
      ['STRICT', 'a'],
    ],
    [
      [peer('shop/b', mode('STRICT')), peer('shop/a', mode('DISABLE'))],
      ['DISABLE', 'a'],
    ],
    [[peer('shop/a', { selector: {}, ...mode('STRICT') })], ['STRICT', 'a']],
    [[peer('istio-system/a', { ...web, ...mode('STRICT') })], ['PERMISSIVE', undefined]],
    [[peer('shop/a', { ...web, portLevelMtls: { 80: { mode: 'STRICT' } } })], ['STRICT', 'a']],
    [[peer('shop/a', { ...web, portLevelMtls: { 81: { mode: 'STRICT' } } })], ['PERMISSIVE', undefined]],
    [[peer('shop/a', { ...web, ...mode('DISABLE'), portLevelMtls: { 80: { mode: 'STRICT' } } })], ['STRICT', 'a']],
    [[peer('shop/a', { ...web, ...mode('DISABLE'), portLevelMtls: { 80: { mode: 'UNSET' } } })], ['DISABLE', 'a']],
    [[peer('shop/a', { portLevelMtls: { 80: { mode: 'STRICT' } } })], ['PERMISSIVE', undefined]],
    [[peer('shop/a', { selector: { matchLabels: { app: 'db' } }, ...mode('STRICT') })], ['PERMISSIVE', undefined]],
  ])('what a port accepts: %#', (objects, expected) => {
    expect(at(objects)).toEqual(expected);
  });

  test('in the root namespace a selector counts for nothing', () => {
    expect(at([peer('istio-system/a', { ...web, ...mode('STRICT') })], { app: 'web' }, 'istio-system')).toEqual(['PERMISSIVE', undefined]);
  });

  // [objects, what holds in the namespace by the router, by the analyzer, and for the mesh by the analyzer]
  test.each<[readonly KubernetesObject[], string, string, string | undefined]>([
    [[], 'PERMISSIVE', 'PERMISSIVE', undefined],
    [[peer('shop/a', mode('STRICT'))], 'STRICT', 'STRICT', undefined],
    [[peer('istio-system/a', mode('STRICT'))], 'STRICT', 'STRICT', 'STRICT'],
    [[peer('istio-system/a', mode('STRICT')), peer('shop/a', mode('DISABLE'))], 'DISABLE', 'DISABLE', 'STRICT'],
    [[peer('istio-system/a', mode('STRICT')), peer('shop/a', mode('UNSET'))], 'STRICT', 'STRICT', 'STRICT'],
    [[peer('istio-system/a', mode('STRICT')), peer('shop/a', {})], 'STRICT', 'STRICT', 'STRICT'],
    [[peer('shop/a', { ...web, ...mode('STRICT') })], 'PERMISSIVE', 'PERMISSIVE', undefined],
  ])('what holds in a namespace: %#', (objects, expected, analyzed, ofMesh) => {
    const { peerAuthentications, mutualTls } = meshOf(objects);
    expect([peerAuthentications.modeIn('shop'), mutualTls.ofNamespace('shop'), mutualTls.ofMesh]).toEqual([expected, analyzed, ofMesh]);
  });

  const rule = (host: string, tls: string | undefined = 'ISTIO_MUTUAL') =>
    object('DestinationRule', 'istio-system/r', { spec: { host, trafficPolicy: tls ? { tls: { mode: tls } } : undefined } });

  // [host of a DestinationRule, does it encrypt calls to the namespace `shop`, to the mesh]
  test.each([
    ['*', true, true],
    ['*.local', true, true],
    ['*.cluster.local', true, true],
    ['*.svc.cluster.local', true, true],
    ['*.shop.svc.cluster.local', true, false],
    ['*.other.svc.cluster.local', false, false],
    ['*.shop.svc.other.domain', false, false],
    ['web.shop.svc.cluster.local', false, false],
    ['*..svc.cluster.local', false, false],
    ['*.svc.other.domain', false, false],
  ])('a rule for %s encrypts calls to a namespace: %s, to all: %s', (host, namespace, mesh) => {
    const of = (tls?: string) => meshOf([rule(host, tls)]).mutualTls;
    expect([of().encryptingRule('shop'), of().encryptingRule(undefined)].map((name) => name === 'istio-system/r')).toEqual([
      namespace,
      mesh,
    ]);
    expect(of('DISABLE').encryptingRule('shop')).toBeUndefined();
    expect(of('').encryptingRule('shop')).toBeUndefined();
  });
});

test('who a pod is to others', () => {
  const config = (mesh: string) => object('ConfigMap', 'istio-system/istio', { data: { mesh } });
  const pods = [
    deployment('shop/a', { app: 'web', v: '1' }, { pod: { serviceAccountName: 'one' } }),
    deployment('shop/b', { app: 'web', v: '2' }, { pod: { serviceAccountName: 'two' } }),
  ];
  const plain = meshOf(pods).identities;
  expect(plain.trustDomains).toEqual(['cluster.local']);
  expect(plain.of({ ...subject(), serviceAccount: 'own' })).toBe('spiffe://cluster.local/ns/shop/sa/own');
  expect(plain.of(subject({ v: '1' }))).toBe('spiffe://cluster.local/ns/shop/sa/one');
  expect(plain.of(subject({ app: 'web' }))).toBeUndefined();
  expect(plain.of(subject({ app: 'none' }))).toBeUndefined();
  const own = meshOf([...pods, config('trustDomain: own\ntrustDomainAliases: [a, b]')]).identities;
  expect(own.trustDomains).toEqual(['own', 'a', 'b']);
  expect(own.of(subject({ v: '1' }))).toBe('spiffe://own/ns/shop/sa/one');
});
