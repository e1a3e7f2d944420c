import { Visibility } from '../visibility';
import { type Delegating, expandDelegates } from './delegates';
import type { HttpRule, Place } from './http-rule';
import type { HttpMatchSpec, HttpRouteSpec } from './virtual-service-spec';

const placeIn = (name: string, index: number): Place => ({
  manifest: { object: { apiVersion: 'v1', kind: 'V', metadata: { name } } } as Place['manifest'],
  path: ['spec', 'http', index],
});

function delegating(name: string, specs: readonly HttpRouteSpec[], more: Partial<Delegating> = {}): Delegating {
  const writtenHttp = specs.map((spec, index): HttpRule => {
    const place = placeIn(name, index);
    return { spec, index, place, matchPlaces: (spec.match ?? []).map((_, match) => ({ ...place, path: [...place.path, 'match', match] })) };
  });
  return { namespace: 'demo', hosts: [], visibility: new Visibility(undefined, 'demo'), writtenHttp, ...more };
}

const toDelegate = (match?: readonly HttpMatchSpec[], rest: HttpRouteSpec = {}) => ({ ...rest, match, delegate: { name: 'sub' } });
const root = (specs: readonly HttpRouteSpec[]) => delegating('root', specs, { hosts: ['shop.example.com'] });

/** What stands in the place of one rule that delegates to one rule; undefined where nothing does. */
function merged(rule: HttpRouteSpec, sub: HttpRouteSpec): HttpRouteSpec | undefined {
  return expandDelegates(root([rule]), () => delegating('sub', [sub]))[0]?.spec;
}

const given = <T extends object>(value: T) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));

// [the match of the root, the match of the delegate, is there a rule]
test.each<[HttpMatchSpec, HttpMatchSpec, boolean]>([
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, true],
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/a' } }, true],
  [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }, false],
  [{ uri: { prefix: '/a/b' } }, { uri: { prefix: '/a' } }, false],
  [{ uri: { prefix: '/a' } }, { uri: { exact: '/a/b' } }, true],
  [{ uri: { prefix: '/a' } }, { uri: { exact: '/b' } }, false],
  [{ uri: { exact: '/a' } }, { uri: { exact: '/a' } }, true],
  [{ uri: { exact: '/a' } }, { uri: { exact: '/b' } }, false],
  [{ uri: { exact: '/a' } }, { uri: { prefix: '/a' } }, false],
  [{ uri: { exact: '/a' } }, { uri: {} }, false],
  [{ uri: { prefix: '/a' } }, { uri: {} }, false],
  [{ uri: {} }, { uri: {} }, false],
  [{ uri: {} }, { uri: { exact: '/a' } }, false],
  [{ uri: { regex: '/a' } }, { uri: { regex: '/a' } }, false],
  [{ uri: { regex: '/a' } }, { uri: { exact: '/a' } }, false],
  [{ uri: { regex: '/a' } }, {}, true],
  [{ uri: { prefix: '/a' } }, { uri: { regex: '/a' } }, false],
  [{}, { uri: { regex: '/a' } }, true],
  [{ scheme: { exact: 'https' } }, { scheme: { exact: 'http' } }, false],
  [{ method: { exact: 'GET' } }, { method: { exact: 'PUT' } }, false],
  [{ authority: { exact: 'a' } }, { authority: { exact: 'b' } }, false],
  [{ headers: { a: { exact: '1' } } }, { headers: { a: { exact: '2' } } }, false],
  [{ headers: { a: { exact: '1' } } }, { headers: { b: { exact: '2' } } }, true],
  [{ headers: { a: { exact: '1' } } }, {}, true],
  [{ withoutHeaders: { a: { exact: '1' } } }, { withoutHeaders: { a: { exact: '2' } } }, false],
  [{ queryParams: { a: { exact: '1' } } }, { queryParams: { a: { exact: '2' } } }, false],
  [{ ignoreUriCase: true }, {}, false],
  [{}, { ignoreUriCase: true }, false],
  [{ ignoreUriCase: false }, {}, true],
  [{}, { ignoreUriCase: false }, true],
  [{ ignoreUriCase: true }, { ignoreUriCase: true }, true],
  [{ port: 80 }, { port: 80 }, true],
  [{ port: 80 }, { port: 81 }, false],
  [{ port: 80 }, {}, true],
  [{}, { port: 80 }, true],
  [{ sourceNamespace: 'a' }, { sourceNamespace: 'a' }, true],
  [{ sourceNamespace: 'a' }, { sourceNamespace: 'b' }, false],
  [{ sourceNamespace: 'a' }, {}, false],
  [{}, { sourceNamespace: 'a' }, true],
  [{ sourceLabels: { a: '1' } }, { sourceLabels: { a: '1' } }, true],
  [{ sourceLabels: { a: '1' } }, { sourceLabels: { a: '2' } }, false],
  [{ sourceLabels: { a: '1' } }, { sourceLabels: { b: '2' } }, true],
  [{ sourceLabels: { a: '1' } }, {}, true],
  [{}, { sourceLabels: { a: '1' } }, true],
  [{ gateways: ['x', 'y'] }, { gateways: ['x'] }, true],
  [{ gateways: ['x', 'y'] }, { gateways: ['y', 'x'] }, true],
  [{ gateways: ['x'] }, { gateways: ['z'] }, false],
  [{ gateways: ['x', 'y'] }, { gateways: ['x', 'z'] }, false],
  [{ gateways: ['x'] }, { gateways: ['x', 'x'] }, false],
  [{ gateways: ['x'] }, {}, true],
  [{}, { gateways: ['x'] }, true],
])('a delegate stays inside its root: %j holds %j: %s', (outer, inner, isInside) => {
  expect(merged(toDelegate([outer]), { match: [inner] }) !== undefined).toBe(isInside);
});

test('a merged match has what the delegate says, and what it leaves open from the root', () => {
  const outer: HttpMatchSpec = {
    name: 'outer',
    uri: { prefix: '/a' },
    scheme: { exact: 'https' },
    method: { exact: 'GET' },
    authority: { exact: 'shop' },
    headers: { a: { exact: '1' } },
    withoutHeaders: { b: {} },
    queryParams: { c: {} },
    sourceLabels: { d: '1' },
    port: 80,
    sourceNamespace: 'demo',
    gateways: ['demo/edge', 'mesh'],
    statPrefix: 'outer',
  };
  const same: HttpMatchSpec = { sourceNamespace: 'demo' };
  expect(merged(toDelegate([outer]), { match: [same] })?.match?.map(given)).toEqual([outer]);
  const inner: HttpMatchSpec = {
    name: 'inner',
    uri: { prefix: '/a/b' },
    scheme: { exact: 'https' },
    method: { exact: 'GET' },
    authority: { exact: 'shop' },
    headers: { e: { exact: '1' } },
    withoutHeaders: { f: {} },
    queryParams: { g: {} },
    sourceLabels: { h: '1' },
    port: 80,
    sourceNamespace: 'demo',
    gateways: ['mesh'],
    statPrefix: 'inner',
  };
  expect(merged(toDelegate([outer]), { match: [inner] })?.match).toEqual([
    {
      ...inner,
      name: 'outer-inner',
      headers: { ...outer.headers, ...inner.headers },
      withoutHeaders: { b: {}, f: {} },
      queryParams: { c: {}, g: {} },
      sourceLabels: { d: '1', h: '1' },
    },
  ]);
  expect(merged(toDelegate([{ gateways: ['demo/edge'] }]), { match: [{ name: 'own', gateways: [] }] })?.match?.[0]).toMatchObject({
    name: 'own',
    gateways: ['demo/edge'],
  });
});

test('each match of the delegate stands with each of the root that holds it, at its own place; one that none holds ends the rule', () => {
  const roots = [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }, { port: 80 }];
  const expand = (match: readonly HttpMatchSpec[] | undefined) =>
    expandDelegates(root([toDelegate(roots)]), () => delegating('sub', [{ match }]))[0];
  const expanded = expand([{ uri: { prefix: '/a/1' } }, { uri: { prefix: '/b/1' } }]);
  expect(expanded?.spec.match?.map(({ uri, port }) => [uri?.prefix, port])).toEqual([
    ['/a/1', undefined],
    ['/a/1', 80],
    ['/b/1', undefined],
    ['/b/1', 80],
  ]);
  const sub = (match: number) => ['spec', 'http', 0, 'match', match];
  expect(expanded?.matchPlaces.map(({ manifest, path }) => [manifest.object.metadata.name, ...path])).toEqual(
    [sub(0), sub(0), sub(1), sub(1)].map((path) => ['sub', ...path]),
  );
  expect(expand([{ uri: { prefix: '/a/1' } }, { uri: { prefix: '/c' }, port: 81 }])).toBeUndefined();
  for (const none of [undefined, []]) {
    expect(expand(none)?.matchPlaces.map(({ manifest }) => manifest.object.metadata.name)).toEqual(['root', 'root', 'root']);
  }
  const open = expandDelegates(root([toDelegate()]), () => delegating('sub', [{ match: roots }]));
  expect(open[0]?.spec.match).toEqual(roots);
});

test('fields that the delegate leaves open come from the root, but its routes and redirect do not', () => {
  const fields = {
    rewrite: { uri: '/' },
    directResponse: { status: 200 },
    timeout: '1s',
    retries: { attempts: 1 },
    fault: { abort: { httpStatus: 500 } },
    mirror: { host: 'm' },
    mirrorPercent: 1,
    mirrorPercentage: { value: 1 },
    corsPolicy: { allowOrigin: ['*'] },
    mirrors: [{ destination: { host: 'm' } }],
    headers: { request: { remove: ['x'] } },
  } satisfies HttpRouteSpec;
  const others = { route: [{ destination: { host: 'root' } }], redirect: { uri: '/root' } } satisfies HttpRouteSpec;
  const rule = toDelegate(undefined, { ...fields, ...others, name: 'root' });
  expect(merged(rule, {})).toEqual({ ...fields, name: 'root', match: [], delegate: undefined });
  const own = Object.fromEntries(Object.keys(fields).map((field) => [field, 'own']));
  expect(merged(rule, { ...own, name: 'own' })).toEqual({ ...own, name: 'root-own', match: [], delegate: undefined });
  expect(merged(toDelegate(), { name: 'own' })?.name).toBe('own');
});

test('which delegate a rule means, and who sees it', () => {
  const sub = delegating('sub', [{ name: 'own' }]);
  const asked: string[] = [];
  const expand = (found: Delegating | undefined, delegate: HttpRouteSpec['delegate'] = { name: 'sub' }) =>
    expandDelegates(root([{ name: 'first' }, { delegate }, { name: 'last' }]), (name) => {
      asked.push(name);
      return found;
    }).map(({ spec: { name }, index }) => [name, index]);
  const without = [
    ['first', 0],
    ['last', 1],
  ];
  const withOwn = [
    ['first', 0],
    ['own', 1],
    ['last', 2],
  ];
  expect(expand(sub)).toEqual(withOwn);
  expect(expand(undefined, { name: 'sub', namespace: 'other' })).toEqual(without);
  expect(expand(undefined, {})).toEqual(without);
  expect(asked).toEqual(['demo/sub', 'other/sub', 'demo/']);
  expect(expand({ ...sub, hosts: ['a'] })).toEqual(without);
  for (const [exportTo, isSeen] of [
    [['*'], true],
    [['demo'], true],
    [['demo', '~'], true],
    [['~'], false],
    [['.'], false],
  ] as const) {
    expect(expand({ ...sub, visibility: new Visibility(exportTo, 'other') })).toEqual(isSeen ? withOwn : without);
  }
});

test('a delegate’s delegate is not followed, and rules without delegates are left alone', () => {
  const written = root([{ name: 'only' }]);
  expect(expandDelegates(written, () => undefined)).toBe(written.writtenHttp);
  const nested = delegating('sub', [{ name: 'own', delegate: { name: 'further' } }]);
  expect(expandDelegates(root([toDelegate()]), () => nested).map(({ spec }) => [spec.name, spec.delegate])).toEqual([['own', undefined]]);
});
