import { meshOf, object } from '../objects.test.helper';
import type { DestinationRuleIndex } from './destination-rule-index';
import { endpointTlsMode, type MergedRule, portPolicy, tlsRuleOf } from './destination-rules';

const host = 'web.shop.svc.cluster.local';
const rule = (name: string, spec: object = {}) => object('DestinationRule', name, { spec: { host, ...spec } });
const inForce = (rules: DestinationRuleIndex, namespace = 'shop', labels = {}) =>
  rules.inForce({ namespace, labels }, { host, namespace: 'shop' });
const only = (spec: object): MergedRule => {
  const found = inForce(meshOf([rule('shop/r', spec)]).destinationRules);
  if (!found) throw new Error('no rule');
  return found;
};

const robin = { loadBalancer: { simple: 'ROUND_ROBIN' } };
const random = { loadBalancer: { simple: 'RANDOM' } };
const mode = (text: string) => ({ tls: { mode: text } });
const outliers = (maxEjectionPercent: number) => ({ outlierDetection: { maxEjectionPercent } });
const onPort = (number: number, more: object) => ({ portLevelSettings: [{ port: { number }, ...more }] });
const subset = (trafficPolicy?: object) => [{ name: 'v1', labels: {}, trafficPolicy }];

// [the rule, its policy for port 80 of the subset v1, as load balancer, TLS mode, ejection]
test.each<[string, object, readonly unknown[]]>([
  ['nothing', {}, [undefined, undefined, undefined]],
  ['its own', { trafficPolicy: { ...robin, ...mode('SIMPLE'), ...outliers(1) } }, ['ROUND_ROBIN', 'SIMPLE', 1]],
  [
    'that of the port replaces it',
    { trafficPolicy: { ...robin, ...mode('SIMPLE'), ...onPort(80, random) } },
    ['RANDOM', undefined, undefined],
  ],
  ['that of another port does not', { trafficPolicy: { ...robin, ...onPort(81, random) } }, ['ROUND_ROBIN', undefined, undefined]],
  [
    'the subset’s lies over it',
    { trafficPolicy: { ...robin, ...mode('SIMPLE'), ...outliers(1) }, subsets: subset(random) },
    ['RANDOM', 'SIMPLE', 1],
  ],
  [
    'all of the subset’s',
    { trafficPolicy: { ...robin, ...mode('SIMPLE'), ...outliers(1) }, subsets: subset({ ...random, ...mode('DISABLE'), ...outliers(2) }) },
    ['RANDOM', 'DISABLE', 2],
  ],
  [
    'the subset’s over that of the port',
    { trafficPolicy: { ...robin, ...onPort(80, { ...random, ...mode('SIMPLE') }) }, subsets: subset(mode('DISABLE')) },
    ['RANDOM', 'DISABLE', undefined],
  ],
  [
    'that of the subset’s port over all',
    { trafficPolicy: { ...robin, ...onPort(80, random) }, subsets: subset({ ...mode('DISABLE'), ...onPort(80, outliers(3)) }) },
    [undefined, undefined, 3],
  ],
  [
    'that of another port of the subset',
    { trafficPolicy: robin, subsets: subset({ ...mode('DISABLE'), ...onPort(81, outliers(3)) }) },
    ['ROUND_ROBIN', 'DISABLE', undefined],
  ],
  ['a subset without a policy', { trafficPolicy: robin, subsets: subset() }, ['ROUND_ROBIN', undefined, undefined]],
])('the policy for a port: %s', (_, spec, expected) => {
  const { loadBalancer, tls, outlierDetection } = portPolicy(only(spec), 'v1', 80);
  expect([loadBalancer?.simple, tls?.mode, outlierDetection?.maxEjectionPercent]).toEqual(expected);
});

test('a port that is called without a subset does not see those of subsets', () => {
  expect(portPolicy(only({ trafficPolicy: robin, subsets: subset(random) }), null, 80).loadBalancer?.simple).toBe('ROUND_ROBIN');
});

// [the rule, mode that endpoints are told for the rule, for its subset v1, for an unknown subset]
test.each<[object, readonly unknown[]]>([
  [{}, [undefined, undefined, undefined]],
  [{ trafficPolicy: mode('SIMPLE'), subsets: subset() }, ['SIMPLE', 'SIMPLE', undefined]],
  [{ trafficPolicy: { ...mode('SIMPLE'), ...onPort(80, mode('DISABLE')) }, subsets: subset() }, ['DISABLE', 'DISABLE', undefined]],
  [{ trafficPolicy: { ...mode('SIMPLE'), ...onPort(80, robin) }, subsets: subset() }, ['SIMPLE', 'SIMPLE', undefined]],
  [{ trafficPolicy: { ...mode('SIMPLE'), ...onPort(81, mode('DISABLE')) }, subsets: subset() }, ['SIMPLE', 'SIMPLE', undefined]],
  [{ trafficPolicy: mode('SIMPLE'), subsets: subset(mode('DISABLE')) }, ['SIMPLE', 'DISABLE', undefined]],
  [
    { trafficPolicy: mode('SIMPLE'), subsets: subset({ ...mode('DISABLE'), ...onPort(80, mode('MUTUAL')) }) },
    ['SIMPLE', 'MUTUAL', undefined],
  ],
])('the mode that endpoints are told: %j', (spec, expected) => {
  expect([null, 'v1', 'v9'].map((name) => endpointTlsMode(only(spec), name, 80))).toEqual(expected);
});

// [rules, who is in force for a client in `client` with the label app=a: names of the rules it is made from]
test.each<[string, readonly (readonly [string, object])[], string | undefined]>([
  ['no rule', [], undefined],
  ['kept to its own namespace', [['shop/a', { exportTo: ['.'] }]], undefined],
  ['kept to its own namespace by name', [['shop/a', { exportTo: ['shop'] }]], undefined],
  ['exported to the client', [['shop/a', { exportTo: ['client'] }]], 'shop/a'],
  ['exported to another', [['shop/a', { exportTo: ['x'] }]], undefined],
  ['exported to both', [['shop/a', { exportTo: ['.', 'client'] }]], 'shop/a'],
  [
    'the client’s own, for others alone',
    [
      ['client/a', { exportTo: ['x'] }],
      ['shop/b', {}],
    ],
    'shop/b',
  ],
  [
    'the client’s own, for itself',
    [
      ['client/a', { exportTo: ['client'] }],
      ['shop/b', {}],
    ],
    'client/a',
  ],
  [
    'the client’s own, for all',
    [
      ['client/a', { exportTo: ['*'] }],
      ['shop/b', {}],
    ],
    'client/a',
  ],
  [
    'the client’s own by a wildcard',
    [
      ['client/a', { host: '*.local' }],
      ['shop/b', {}],
    ],
    'client/a',
  ],
  [
    'the longer wildcard',
    [
      ['client/a', { host: '*.local' }],
      ['client/b', { host: '*.svc.cluster.local' }],
    ],
    'client/b',
  ],
  ['the root namespace’s', [['istio-system/a', {}]], 'istio-system/a'],
  ['the root namespace’s, kept there', [['istio-system/a', { exportTo: ['.'] }]], undefined],
  [
    'the service’s before the root’s',
    [
      ['istio-system/a', {}],
      ['shop/b', {}],
    ],
    'shop/b',
  ],
  [
    'the service’s not seen, then the root’s',
    [
      ['istio-system/a', {}],
      ['shop/b', { exportTo: ['x'] }],
    ],
    'istio-system/a',
  ],
  [
    'merged in order',
    [
      ['shop/b', {}],
      ['shop/a', {}],
    ],
    'shop/a shop/b',
  ],
  [
    'merged when exported alike',
    [
      ['shop/a', { exportTo: ['client', 'x'] }],
      ['shop/b', { exportTo: ['x', 'client'] }],
    ],
    'shop/a shop/b',
  ],
  [
    'a wider one merged into a narrower',
    [
      ['shop/a', { exportTo: ['client'] }],
      ['shop/b', { exportTo: ['client', 'x'] }],
    ],
    'shop/a shop/b',
  ],
  [
    'a narrower one kept apart',
    [
      ['shop/a', { exportTo: ['client', 'x'] }],
      ['shop/b', { exportTo: ['client'] }],
    ],
    'shop/b',
  ],
  [
    'one for all by default and one by name',
    [
      ['shop/a', {}],
      ['shop/b', { exportTo: ['client'] }],
    ],
    'shop/b',
  ],
  [
    'by a selector that fits',
    [
      ['client/a', { workloadSelector: { matchLabels: { app: 'a' } } }],
      ['client/b', {}],
    ],
    'client/a',
  ],
  [
    'by a selector that does not',
    [
      ['client/a', { workloadSelector: { matchLabels: { app: 'b' } } }],
      ['client/b', {}],
    ],
    'client/b',
  ],
  ['by an empty selector', [['client/a', { workloadSelector: {} }]], 'client/a'],
  ['by a selector elsewhere', [['shop/a', { workloadSelector: { matchLabels: { app: 'a' } } }]], undefined],
  [
    'merged when they select alike',
    [
      ['client/a', { workloadSelector: { matchLabels: { app: 'a' } } }],
      ['client/b', { workloadSelector: { matchLabels: { app: 'a' } } }],
    ],
    'client/a client/b',
  ],
  [
    'kept apart when they select otherwise',
    [
      ['client/a', { workloadSelector: { matchLabels: { app: 'a', v: '1' } } }],
      ['client/b', { workloadSelector: { matchLabels: { app: 'a' } } }],
    ],
    'client/b',
  ],
])('in force: %s', (_, rules, expected) => {
  const { destinationRules } = meshOf(rules.map(([name, spec]) => rule(name, spec)));
  expect(
    inForce(destinationRules, 'client', { app: 'a' })
      ?.from.map(({ name }) => name)
      .join(' '),
  ).toBe(expected);
});

test('clients of the root namespace see what is kept there', () => {
  const { destinationRules } = meshOf([rule('istio-system/a', { exportTo: ['.'] }), rule('shop/b')]);
  expect(inForce(destinationRules, 'istio-system')?.from.map(({ name }) => name)).toEqual(['istio-system/a']);
});

test('of merged rules the first policy counts, and each subset once', () => {
  const { destinationRules } = meshOf([
    rule('shop/a', { subsets: [{ name: 'v1', labels: { v: 'a' } }] }),
    rule('shop/b', {
      trafficPolicy: robin,
      subsets: [
        { name: 'v1', labels: { v: 'b' } },
        { name: 'v2', labels: { v: 'b' } },
      ],
    }),
    rule('shop/c', { trafficPolicy: { ...random, ...mode('SIMPLE') } }),
  ]);
  const merged = inForce(destinationRules);
  expect(merged?.trafficPolicy?.loadBalancer?.simple).toBe('ROUND_ROBIN');
  expect(merged?.subsets).toEqual([
    { name: 'v1', labels: { v: 'a' } },
    { name: 'v2', labels: { v: 'b' } },
  ]);
  expect(merged && tlsRuleOf(merged)?.name).toBe('shop/c');
  expect(tlsRuleOf(only({}))?.name).toBe('shop/r');
  const ofPort = meshOf([rule('shop/a'), rule('shop/b', { trafficPolicy: onPort(80, mode('SIMPLE')) })]).destinationRules;
  expect(tlsRuleOf(inForce(ofPort) as MergedRule)?.name).toBe('shop/b');
  const ofOnePort = {
    portLevelSettings: [
      { port: { number: 81 }, ...random },
      { port: { number: 80 }, ...mode('SIMPLE') },
    ],
  };
  const ofTwo = meshOf([rule('shop/a'), rule('shop/b', { trafficPolicy: ofOnePort })]).destinationRules;
  expect(tlsRuleOf(inForce(ofTwo) as MergedRule)?.name).toBe('shop/b');
});

test('a rule is merged with a BackendTLSPolicy, port by port', () => {
  const policy = (name: string, sectionName: string) =>
    object('BackendTLSPolicy', name, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: 'web', sectionName }],
        validation: { hostname: sectionName, wellKnownCACertificates: 'System' },
      },
    });
  const ports = [
    { name: 'http', port: 80 },
    { name: 'other', port: 81 },
    { name: 'third', port: 82 },
  ];
  const written = rule('shop/r', {
    trafficPolicy: {
      portLevelSettings: [
        { port: { number: 80 }, ...random },
        { port: { number: 82 }, ...mode('DISABLE') },
      ],
    },
  });
  const objects = [object('Service', 'shop/web', { spec: { ports } }), policy('shop/p', 'http'), policy('shop/q', 'other'), written];
  const tls = (sni: string) => ({ mode: 'SIMPLE', sni });
  expect(inForce(meshOf(objects, { complete: true }).destinationRules)?.trafficPolicy?.portLevelSettings).toMatchObject([
    { port: { number: 80 }, ...random, tls: tls('http') },
    { port: { number: 82 }, ...mode('DISABLE') },
    { port: { number: 81 }, tls: tls('other') },
  ]);
});

test('subsets without names are one', () => {
  const rules = meshOf([rule('shop/a', { subsets: [{ labels: { a: '1' } }] }), rule('shop/b', { subsets: [{}, { name: 'v1' }] })]);
  expect(inForce(rules.destinationRules)?.subsets.map(({ name }) => name)).toEqual([undefined, 'v1']);
});

test('those of a namespace and host, and which are older', () => {
  const { destinationRulesByHost } = meshOf([
    rule('shop/c'),
    rule('shop/a'),
    rule('shop/b', { workloadSelector: { matchLabels: {} } }),
    rule('other/d'),
    rule('shop/e', { host: 'other' }),
  ]);
  const place = { namespace: 'shop', host };
  const names = (rules: readonly { readonly name: string }[]) => rules.map(({ name }) => name);
  expect(names(destinationRulesByHost.of(place))).toEqual(['shop/b', 'shop/a', 'shop/c']);
  expect(names(destinationRulesByHost.of({ ...place, namespace: 'none' }))).toEqual([]);
  const siblings = (name: string) => {
    const { older, all } = destinationRulesByHost.siblingsOf(name, place);
    return [names(older), names(all)];
  };
  expect(siblings('shop/c')).toEqual([['shop/a'], ['shop/a', 'shop/c']]);
  expect(siblings('shop/a')).toEqual([[], ['shop/a', 'shop/c']]);
  expect(siblings('shop/b')).toEqual([[], []]);
});
