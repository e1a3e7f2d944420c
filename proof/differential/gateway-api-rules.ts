import fc, { type Arbitrary } from 'fast-check';

/** The given fields now and then. */
function partly(fields: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<object> {
  return fc.record(
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fc.option(value, { nil: undefined, freq: 1 })])),
  );
}

/** Rules of an HTTPRoute. A prefix is only replaced where it is all that a rule matches: so its definition has it. */
export function httpRules(): Arbitrary<object[]> {
  const plain = fc.record({
    matches: fc.option(fc.array(match(), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 6 }),
    action: fc.oneof(
      { weight: 6, arbitrary: fc.record({ filters: filters(), backendRefs: backends() }) },
      { weight: 2, arbitrary: redirecting(false).map((filter) => ({ filters: [filter] })) },
      { weight: 1, arbitrary: fc.constant({}) },
      {
        weight: 2,
        arbitrary: fc.record({ filters: fc.tuple(rewriting(false)), backendRefs: backends() }),
      },
    ),
  });
  const prefixed = fc.record({
    matches: fc.tuple(fc.constantFrom('/', '/user', '/user/', '/api/v1').map((value) => ({ path: { type: 'PathPrefix', value } }))),
    action: fc.oneof(
      { weight: 3, arbitrary: fc.record({ filters: fc.tuple(rewriting(true)), backendRefs: backends() }) },
      { weight: 1, arbitrary: redirecting(true).map((filter) => ({ filters: [filter] })) },
    ),
  });
  const rule = fc
    .oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: prefixed })
    .map(({ matches, action }) => ({ matches, ...action }));
  return fc.array(rule, { minLength: 1, maxLength: 3 });
}

/** Rules of a GRPCRoute: paths of two steps. */
export function rpcRules(): Arbitrary<object[]> {
  const method = fc.constantFrom(
    { service: 'api', method: 'v1' },
    { service: 'api' },
    { method: 'v1' },
    { service: 'user', method: 'about' },
    { type: 'RegularExpression', service: 'a.*', method: 'v[0-9]' },
  );
  const rule = fc.record({
    matches: fc.option(fc.array(partly({ method, headers: headers() }), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 4 }),
    backendRefs: backends(),
  });
  return fc.array(rule, { minLength: 1, maxLength: 2 });
}

function match(): Arbitrary<object> {
  const path = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('/', '/user', '/user/', '/api/v1', '/api').map((value) => ({ type: 'PathPrefix', value })) },
    { weight: 2, arbitrary: fc.constantFrom('/', '/user', '/user/', '/api/v1/items').map((value) => ({ type: 'Exact', value })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('/user(/.*)?', '/[a-z]+', '.*', '/u.*').map((value) => ({ type: 'RegularExpression', value })),
    },
  );
  const query = fc.uniqueArray(named(['q', 'v']), { minLength: 1, maxLength: 2, selector: ({ name }) => name });
  return partly({ path, method: fc.constantFrom('GET', 'POST'), headers: headers(), queryParams: query });
}

function headers(): Arbitrary<object[]> {
  return fc.uniqueArray(named(['mode', 'X-Env']), { minLength: 1, maxLength: 2, selector: ({ name }) => name });
}

function named(names: readonly string[]) {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('dev', 'prod', 'd').map((text) => ({ value: text })) },
    { weight: 1, arbitrary: fc.constantFrom('d.*', '[a-z]+').map((text) => ({ type: 'RegularExpression', value: text })) },
  );
  return fc.tuple(fc.constantFrom(...names), value).map(([name, fields]) => ({ name, ...fields }));
}

/** Some are not there, some are of another namespace, and one is a host of Istio's. */
function backends(): Arbitrary<object[]> {
  const reference = fc.constantFrom(
    { name: 'user', port: 8000 },
    { name: 'user', port: 8000 },
    { name: 'user', namespace: 'demo', port: 8000 },
    { name: 'product', port: 80 },
    { name: 'product', namespace: 'demo', port: 80 },
    { name: 'multi', port: 9090 },
    { name: 'user', namespace: 'shop', port: 8000 },
    { name: 'user', namespace: 'shop', port: 8000 },
    { name: 'missing', port: 80 },
    { name: 'product', port: 81 },
    { group: 'networking.istio.io', kind: 'Hostname', name: 'user.shop.svc.cluster.local', port: 8000 },
    { group: 'example.com', kind: 'Bucket', name: 'user', port: 80 },
  );
  const weighted = fc
    .tuple(reference, fc.constantFrom(undefined, 0, 1, 9), headerFilters())
    .map(([to, weight, own]) => ({ ...to, weight, filters: own }));
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(reference) },
    { weight: 3, arbitrary: fc.array(weighted, { minLength: 1, maxLength: 3 }) },
  );
}

/** Changes of headers at one backend. */
function headerFilters(): Arbitrary<object[] | undefined> {
  const requestHeaderModifier = fc.constantFrom(
    { set: [{ name: 'x-one', value: '2' }] },
    { add: [{ name: 'x-one', value: '3' }], remove: ['mode'] },
  );
  return fc.option(
    requestHeaderModifier.map((modifier) => [{ type: 'RequestHeaderModifier', requestHeaderModifier: modifier }]),
    { nil: undefined, freq: 1 },
  );
}

/** Filters that may stand beside others, each once. */
function filters(): Arbitrary<object[] | undefined> {
  const modifier = fc.constantFrom(
    { set: [{ name: 'x-one', value: '1' }] },
    { add: [{ name: 'mode', value: 'two' }] },
    { remove: ['mode'] },
  );
  const share = fc.constantFrom<object>({}, {}, { percent: 0 }, { percent: 50 }, { fraction: { numerator: 1, denominator: 4 } });
  const mirror = fc
    .tuple(fc.constantFrom('product', 'missing', 'user.demo'), share)
    .map(([name, part]) => ({ backendRef: { name, port: 80 }, ...part }));
  const all = fc.tuple(
    modifier.map((requestHeaderModifier) => ({ type: 'RequestHeaderModifier', requestHeaderModifier })),
    modifier.map((responseHeaderModifier) => ({ type: 'ResponseHeaderModifier', responseHeaderModifier })),
    mirror.map((requestMirror) => ({ type: 'RequestMirror', requestMirror })),
    fc.constant({ type: 'CORS', cors: { allowOrigins: ['https://a.com'] } }),
  );
  return fc.option(
    fc
      .tuple(all, fc.subarray([0, 1, 2, 3], { minLength: 1, maxLength: 2 }))
      .map(([list, chosen]) => chosen.flatMap((index) => list[index] ?? [])),
    { nil: undefined },
  );
}

function path(replacesPrefix: boolean): Arbitrary<object> {
  return replacesPrefix
    ? fc.constantFrom('/', '/v1', '/v1/', '').map((replacePrefixMatch) => ({ type: 'ReplacePrefixMatch', replacePrefixMatch }))
    : fc.constantFrom('/', '/v1', '/new/path').map((replaceFullPath) => ({ type: 'ReplaceFullPath', replaceFullPath }));
}

function rewriting(replacesPrefix: boolean): Arbitrary<object> {
  return fc
    .tuple(path(replacesPrefix), fc.option(fc.constantFrom('b.com', 'internal'), { nil: undefined }))
    .map(([replaced, hostname]) => ({ type: 'URLRewrite', urlRewrite: { path: replaced, hostname } }));
}

function redirecting(replacesPrefix: boolean): Arbitrary<object> {
  const fields = partly({
    scheme: fc.constantFrom('http', 'https'),
    hostname: fc.constantFrom('b.com', 'other.org'),
    port: fc.constantFrom(80, 443, 8443),
    statusCode: fc.constantFrom(301, 302, 303, 307, 308),
  });
  const replaced = replacesPrefix ? path(true) : fc.option(path(false), { nil: undefined });
  return fc.tuple(fields, replaced).map(([some, to]) => ({ type: 'RequestRedirect', requestRedirect: { ...some, path: to } }));
}
