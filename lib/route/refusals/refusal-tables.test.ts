import { sourceOfObject } from '../../manifest/manifest';
import { readDestinationRule } from '../../mesh/routing/destination-rules';
import type { Place } from '../../mesh/routing/http-rule';
import type { HttpMatchSpec, HttpRouteSpec } from '../../mesh/routing/virtual-service-spec';
import { actionRefusals } from './action-refusals';
import { policyRefusals, subsetRefusals } from './cluster-refusals';
import { matchRefusals } from './match-refusals';
import type { Refusal } from './refusal';

const place = { manifest: {} as Place['manifest'], path: [] };
const texts = (refusals: readonly Refusal[]) => refusals.map(({ place: { path }, reason }) => `${path.join('.')}: ${reason}`);
const route = [{ destination: { host: 'a' } }];
const weights = (...all: number[]) => ({ route: all.map((weight) => ({ ...route[0], weight })) });
const body = (bytes: number) => ({ status: 200, body: { string: 'a'.repeat(bytes) } });
const codes = '301, 302, 303, 307, 308';

// [a rule, what Envoy refuses of it]
test.each<[HttpRouteSpec, readonly string[]]>([
  [{ route }, []],
  [{}, [': the rule says nothing of what to do: no `route`, `redirect` or `directResponse`']],
  [{ route: [] }, [': the rule says nothing of what to do: no `route`, `redirect` or `directResponse`']],
  ...[301, 302, 303, 307, 308, 0, undefined].map((redirectCode): [HttpRouteSpec, readonly string[]] => [
    { redirect: { redirectCode } },
    [],
  ]),
  ...[300, 304, 309, 200].map((redirectCode): [HttpRouteSpec, readonly string[]] => [
    { redirect: { redirectCode } },
    [`redirect.redirectCode: Envoy has no redirect with code \`${redirectCode}\`, only ${codes}`],
  ]),
  [{ redirect: { uri: 'a\nb', authority: 'a\rb' } }, ['redirect.uri: it breaks the line', 'redirect.authority: it breaks the line']],
  [
    { redirect: { redirectCode: 304, uri: 'a\nb' } },
    [`redirect.redirectCode: Envoy has no redirect with code \`304\`, only ${codes}`, 'redirect.uri: it breaks the line'],
  ],
  ...[200, 599].map((status): [HttpRouteSpec, readonly string[]] => [{ directResponse: { status } }, []]),
  ...[199, 600].map((status): [HttpRouteSpec, readonly string[]] => [
    { directResponse: { status } },
    [`directResponse.status: \`${status}\` is no status from 200 to 599`],
  ]),
  [{ directResponse: {} }, ['directResponse.status: `0` is no status from 200 to 599']],
  [{ directResponse: body(1024 * 1024) }, []],
  [{ directResponse: body(1024 * 1024 + 1) }, ['directResponse.body: the body has 1048577 bytes, 1048576 are allowed']],
  [
    { directResponse: { status: 200, body: { string: 'ä'.repeat(600_000) } } },
    ['directResponse.body: the body has 1200000 bytes, 1048576 are allowed'],
  ],
  [
    { directResponse: { status: 200, body: { bytes: Buffer.alloc(1_100_000).toString('base64') } } },
    ['directResponse.body: the body has 1100000 bytes, 1048576 are allowed'],
  ],
  [{ directResponse: { status: 200, body: { bytes: Buffer.alloc(1_000_000).toString('base64') } } }, []],
  [weights(0), []],
  [weights(0, 0), ['route: every destination has weight 0']],
  [{ route: [...route, ...route] }, ['route: every destination has weight 0']],
  [weights(0, 1), []],
  [weights(4_294_967_294, 1), []],
  [weights(4_294_967_295, 1), ['route: the weights add up to more than 4294967295']],
  [weights(-1, 0), []],
  [weights(-1, 1), ['route: the weights add up to more than 4294967295']],
  [
    { route, rewrite: { uriRegexRewrite: { match: '(a', rewrite: 'b' } } },
    ['rewrite.uriRegexRewrite.match: RE2 does not know the regex `(a`'],
  ],
  [{ route, rewrite: { uriRegexRewrite: { rewrite: 'b' } } }, ['rewrite.uriRegexRewrite.match: the regex is empty']],
  [{ route, rewrite: { uriRegexRewrite: { match: 'a', rewrite: 'b' } } }, []],
  [{ route, rewrite: { uri: 'a\nb', authority: 'a\nb' } }, ['rewrite.uri: it breaks the line', 'rewrite.authority: it breaks the line']],
  [
    { route: [{ ...route[0], headers: { request: { remove: ['', 'a'] } } }] },
    ['route.0.headers.request.remove.0: a header to remove has no name'],
  ],
  [{ redirect: {}, rewrite: { uri: 'a\nb' } }, []],
  ...[200, 599].map((httpStatus): [HttpRouteSpec, readonly string[]] => [{ route, fault: { abort: { httpStatus } } }, []]),
  ...[0, 199, 600].map((httpStatus): [HttpRouteSpec, readonly string[]] => [
    { route, fault: { abort: { httpStatus } } },
    [`fault.abort.httpStatus: \`${httpStatus}\` is no status from 200 to 599`],
  ]),
  [{ route, fault: { abort: {} } }, []],
  [{ route, corsPolicy: { allowOrigins: [{ exact: '' }, { prefix: 'a' }, { regex: 'a' }, {}] } }, []],
  [
    { route, corsPolicy: { allowOrigins: [{ prefix: '' }, { regex: '' }, { regex: '(' }] } },
    [
      'corsPolicy.allowOrigins.0.prefix: the prefix is empty',
      'corsPolicy.allowOrigins.1.regex: the regex is empty',
      'corsPolicy.allowOrigins.2.regex: RE2 does not know the regex `(`',
    ],
  ],
  [{ route, headers: { request: { set: { ':path': '%', Host: '%', host: '%' } } } }, []],
  [
    { route, headers: { request: { set: { '': 'a' }, add: { 'a\nb': 'c' } }, response: { remove: ['a\nb'], set: { x: 'a\nb' } } } },
    [
      'headers.request.set.: a header has no name',
      'headers.request.add.a\nb: header `a\nb` cannot have the value "c": its name breaks the line',
      'headers.response.set.x: header `x` cannot have the value "a\\nb": it breaks the line',
      'headers.response.remove.0: a header to remove has no name',
    ],
  ],
])('a rule %#', (spec, expected) => {
  expect(texts(actionRefusals(spec, place))).toEqual(expected);
});

// [a match, what Envoy refuses of it]
test.each<[HttpMatchSpec, readonly string[]]>([
  [{}, []],
  [{ uri: { prefix: '' } }, []],
  [{ uri: { regex: '' } }, ['uri.regex: the regex is empty']],
  [{ uri: { regex: '*' } }, ['uri.regex: RE2 does not know the regex `*`']],
  [{ uri: { exact: '' } }, []],
  ...(['method', 'authority', 'scheme'] as const).flatMap((field): [HttpMatchSpec, readonly string[]][] => [
    [{ [field]: { exact: '' } }, []],
    [{ [field]: { prefix: '' } }, [`${field}.prefix: the prefix is empty`]],
    [{ [field]: { prefix: 'a' } }, []],
    [{ [field]: { regex: '*' } }, []],
    [{ [field]: { regex: '(' } }, [`${field}.regex: RE2 does not know the regex \`(\``]],
    [{ [field]: {} }, []],
  ]),
  ...(['headers', 'withoutHeaders', 'queryParams'] as const).flatMap((field): [HttpMatchSpec, readonly string[]][] => [
    [{ [field]: { a: { exact: '' }, b: { prefix: 'x' }, c: {} } }, []],
    [{ [field]: { '': { exact: 'a' } } }, [`${field}: a name in \`${field}\` is empty`]],
    [{ [field]: { 'a\nb': { exact: 'a' } } }, [`${field}: the name "a\\nb" breaks the line`]],
    [{ [field]: { a: { prefix: '' } } }, [`${field}.a.prefix: the prefix is empty`]],
    [{ [field]: { a: { regex: '' } } }, [`${field}.a.regex: the regex is empty`]],
    [{ [field]: { a: { regex: '*' } } }, []],
  ]),
  ...(['headers', 'withoutHeaders'] as const).flatMap((field): [HttpMatchSpec, readonly string[]][] => [
    [{ [field]: { '@request.auth.claims.a': {} } }, [`${field}.@request.auth.claims.a: a claim needs a value to be compared with`]],
    [{ [field]: { '@request.auth.claims.a': { exact: 'x' } } }, []],
    [{ [field]: { '@request.auth.claims.a': { prefix: '' } } }, [`${field}.@request.auth.claims.a.prefix: the prefix is empty`]],
    [
      { [field]: { '@request.auth.claims.a': { regex: '*' } } },
      [`${field}.@request.auth.claims.a.regex: RE2 does not know the regex \`*\``],
    ],
  ]),
  [{ queryParams: { '@request.auth.claims.a': {} } }, []],
])('a match %j', (match, expected) => {
  expect(texts(matchRefusals(match, place))).toEqual(expected);
});

const policy = (trafficPolicy: object) => ({ trafficPolicy });
const hash = (consistentHash: object) => policy({ loadBalancer: { consistentHash } });
const outliers = (outlierDetection: object) => policy({ outlierDetection });
const at = 'spec.trafficPolicy';

// [spec of a DestinationRule, what Envoy refuses of its clusters]
test.each<[object, readonly string[]]>([
  [{}, []],
  [outliers({ maxEjectionPercent: 100, minHealthPercent: 100 }), []],
  [outliers({ maxEjectionPercent: 101 }), [`${at}.outlierDetection.maxEjectionPercent: \`101\` is more than 100 percent`]],
  [outliers({ minHealthPercent: 101 }), [`${at}.outlierDetection.minHealthPercent: \`101\` is more than 100 percent`]],
  [hash({ minimumRingSize: 8_388_608 }), []],
  [hash({ minimumRingSize: 8_388_609 }), [`${at}.loadBalancer.consistentHash: a ring of \`8388609\` is larger than 8388608`]],
  [hash({ ringHash: { minimumRingSize: 8_388_609 } }), [`${at}.loadBalancer.consistentHash: a ring of \`8388609\` is larger than 8388608`]],
  [hash({ ringHash: { minimumRingSize: 1 }, minimumRingSize: 8_388_609 }), []],
  ...[0, 2, 3, 5, 65_537, 5_000_011].map((tableSize): [object, readonly string[]] => [hash({ maglev: { tableSize } }), []]),
  ...[1, 4, 9, 25, 65_536, 5_000_012, 5_000_077].map((tableSize): [object, readonly string[]] => [
    hash({ maglev: { tableSize } }),
    [`${at}.loadBalancer.consistentHash.maglev.tableSize: \`${tableSize}\` is no prime up to 5000011`],
  ]),
  [
    policy({ portLevelSettings: [{}, { outlierDetection: { minHealthPercent: 101 } }] }),
    [`${at}.portLevelSettings.1.outlierDetection.minHealthPercent: \`101\` is more than 100 percent`],
  ],
  [
    { subsets: [{ name: 'a' }, { name: 'b', ...outliers({ maxEjectionPercent: 101 }) }] },
    ['spec.subsets.1.trafficPolicy.outlierDetection.maxEjectionPercent: `101` is more than 100 percent'],
  ],
  [
    { subsets: [{ name: 'a' }, {}, { name: 'a' }, { name: '' }] },
    [
      'spec.subsets.1.name: a subset has no name',
      'spec.subsets.2.name: two subsets are called `a`',
      'spec.subsets.3.name: a subset has no name',
    ],
  ],
])('a DestinationRule with %j', (spec, expected) => {
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'd' }, spec };
  const rule = readDestinationRule({ object, source: sourceOfObject() });
  expect(texts([...subsetRefusals(rule), ...policyRefusals(rule)])).toEqual(expected);
});
