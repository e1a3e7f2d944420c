import fc from 'fast-check';
import { load } from 'js-yaml';
import type { RequestAttributes } from './attributes';
import { attributes, policiesOf, policyIndex, web } from './policies.test.helper';
import { type FilterOptions, PolicyFilters } from './policy-filters';

function outcome(specs: string | readonly string[], seen: RequestAttributes, options?: FilterOptions): string {
  return new PolicyFilters(policiesOf(specs), options).decide(seen).outcome;
}

const rule = (text: string) => `{action: DENY, rules: [${text}]}`;
const when = (key: string, values: string) => rule(`{when: [{key: "${key}", ${values}}]}`);
const from = (source: string) => rule(`{from: [{source: {${source}}}]}`);
const to = (operation: string) => rule(`{to: [{operation: {${operation}}}]}`);
const outside = { peer: null, sourceIp: '203.0.113.9', remoteIp: '198.51.100.7' };

describe('what a rule matches, seen through a DENY policy', () => {
  test.each<[string, string, RequestAttributes, string]>([
    ['a path', to('paths: [/admin]'), attributes({ path: '/admin', target: '/admin?x=1' }), 'denied'],
    ['a path is the whole path', to('paths: [/admin]'), attributes({ path: '/admin/x' }), 'allowed'],
    ['a path prefix', to('paths: ["/admin*"]'), attributes({ path: '/administrator' }), 'denied'],
    ['a path suffix', to('paths: ["*.php"]'), attributes({ path: '/a.php' }), 'denied'],
    ['a path case', to('paths: [/admin]'), attributes({ path: '/Admin' }), 'allowed'],
    ['one segment', to('paths: ["/users/{*}/keys"]'), attributes({ path: '/users/7/keys' }), 'denied'],
    ['one segment is not two', to('paths: ["/users/{*}/keys"]'), attributes({ path: '/users/7/8/keys' }), 'allowed'],
    ['one segment is not none', to('paths: ["/users/{*}/keys"]'), attributes({ path: '/users//keys' }), 'allowed'],
    ['the rest', to('paths: ["/users/{**}"]'), attributes({ path: '/users/7/keys' }), 'denied'],
    ['a star in the rest', to('paths: ["/users/{**}"]'), attributes({ path: '/users/*' }), 'denied'],
    ['a bracket in the rest', to('paths: ["/users/{**}"]'), attributes({ path: '/users/[' }), 'allowed'],
    ['an empty rest', to('paths: ["/users/{**}"]'), attributes({ path: '/users/' }), 'denied'],
    ['a dot in a template', to('paths: ["/a.b/{*}"]'), attributes({ path: '/axb/1' }), 'allowed'],
    ['not a path', to('notPaths: ["/healthz"]'), attributes({ path: '/' }), 'denied'],
    ['not a path, but it is', to('notPaths: ["/healthz"]'), attributes({ path: '/healthz' }), 'allowed'],
    ['a method', to('methods: [POST]'), attributes({ method: 'GET' }), 'allowed'],
    ['a host, whatever its case', to('hosts: [Web.Example.com]'), attributes({ authority: 'wEb.example.com' }), 'denied'],
    ['a host with a port is another', to('hosts: [web.example.com]'), attributes({ authority: 'web.example.com:8080' }), 'allowed'],
    ['a host with any port', to('hosts: ["web.example.com:*"]'), attributes({ authority: 'web.example.com:8080' }), 'denied'],
    ["the container's port", to('ports: ["8080"]'), attributes(), 'denied'],
    ["the Service's port", to('ports: ["80"]'), attributes(), 'allowed'],
    ['every field of an operation', to('methods: [GET], paths: [/a]'), attributes({ path: '/b' }), 'allowed'],
    ['a principal', from('principals: [cluster.local/ns/shop/sa/api]'), attributes(), 'denied'],
    ['any principal', from('principals: ["*"]'), attributes(), 'denied'],
    ['any principal, without one', from('principals: ["*"]'), attributes({}, outside), 'allowed'],
    ['a principal suffix', from('principals: ["*/sa/api"]'), attributes(), 'denied'],
    ['not a principal, without one', from('notPrincipals: ["*"]'), attributes({}, outside), 'denied'],
    ['a namespace', from('namespaces: [shop]'), attributes(), 'denied'],
    ['a namespace is no prefix', from('namespaces: [sho]'), attributes(), 'allowed'],
    ['a namespace pattern', from('namespaces: ["s*p"]'), attributes(), 'denied'],
    ['not a namespace', from('notNamespaces: [shop]'), attributes({}, outside), 'denied'],
    ['a service account of the same namespace', from('serviceAccounts: [api]'), attributes(), 'denied'],
    ['a service account elsewhere', from('serviceAccounts: [other/api]'), attributes(), 'allowed'],
    ['a trust domain', from('trustDomains: [cluster.local]'), attributes(), 'denied'],
    ['an address', from('ipBlocks: [203.0.113.0/24]'), attributes({}, outside), 'denied'],
    ["the client's address", from('remoteIpBlocks: [198.51.100.7]'), attributes({}, outside), 'denied'],
    ['an address of the other family', from('ipBlocks: ["::/0"]'), attributes({}, outside), 'allowed'],
    ['an address that is not known', from('ipBlocks: [203.0.113.0/24]'), attributes(), 'undecided'],
    ['not known, but it does not matter', from('ipBlocks: [10.0.0.0/8], namespaces: [other]'), attributes(), 'allowed'],
    ['a header', when('request.headers[X-Group]', 'values: [qa]'), attributes({ headers: { 'x-group': 'qa' } }), 'denied'],
    ['a header that is missing', when('request.headers[x-group]', 'notValues: [qa]'), attributes(), 'denied'],
    ['a header that proxies write', when('request.headers[x-forwarded-for]', 'values: ["*"]'), attributes(), 'undecided'],
    ['a server name', when('connection.sni', 'values: [a.com]'), attributes({}, { serverName: 'a.com' }), 'denied'],
    ['a claim', when('request.auth.claims[role]', 'values: [admin]'), attributes({}, { claims: { role: 'admin' } }), 'denied'],
    ['a claim in a list', when('request.auth.claims[a][b]', 'values: [x]'), attributes({}, { claims: { a: { b: ['y', 'x'] } } }), 'denied'],
    ['a claim that is no string', when('request.auth.claims[level]', 'values: ["1"]'), attributes({}, { claims: { level: 1 } }), 'allowed'],
    ['an audience', when('request.auth.audiences', 'values: [web]'), attributes({}, { claims: { aud: ['api', 'web'] } }), 'denied'],
    ['no token', from('notRequestPrincipals: ["*"]'), attributes(), 'denied'],
    ['a token', from('requestPrincipals: ["https://i.io/7"]'), attributes({}, { claims: { iss: 'https://i.io', sub: '7' } }), 'denied'],
    [
      'any token of an issuer',
      from('requestPrincipals: ["https://i.io/*"]'),
      attributes({}, { claims: { iss: 'https://i.io', sub: '7' } }),
      'denied',
    ],
    [
      'from and to in one rule both count',
      rule('{from: [{source: {namespaces: [other]}}], to: [{operation: {paths: [/]}}]}'),
      attributes(),
      'allowed',
    ],
    [
      'from and to in two rules: either',
      rule('{from: [{source: {namespaces: [other]}}]}, {to: [{operation: {paths: [/]}}]}'),
      attributes(),
      'denied',
    ],
    [
      'every condition counts',
      rule('{when: [{key: destination.port, values: ["8080"]}, {key: source.namespace, values: [other]}]}'),
      attributes(),
      'allowed',
    ],
    ['a rule without fields matches all', rule('{}'), attributes(), 'denied'],
    ['a key istiod does not know leaves the rule out', when('request.uri', 'values: ["*"]'), attributes(), 'allowed'],
  ])('%s', (_, spec, seen, expected) => {
    expect(outcome(spec, seen)).toBe(expected);
  });
});

/** A request of which every attribute is known. */
const known = attributes(
  { method: 'PUT', path: '/a', target: '/a?b=c', authority: 'web:80', scheme: 'https', headers: { 'x-a': 'one' } },
  {
    sourceIp: '10.1.2.3',
    remoteIp: '192.0.2.1',
    destinationIp: '10.9.9.9',
    serverName: 'a.com',
    claims: { iss: 'i', sub: 's', aud: 'web', azp: 'app' },
  },
);

// [key of a condition, a value that fits, one that does not]
test.each<[string, string, string]>([
  ['request.headers[:method]', 'PUT', 'GET'],
  ['request.headers[:Authority]', 'web:80', 'web'],
  ['request.headers[host]', 'web:*', 'web'],
  ['request.headers[:path]', '/a?b=c', '/a'],
  ['request.headers[:scheme]', 'https', 'http'],
  ['request.headers[X-A]', 'o*', 'two'],
  ['request.headers[x-a]', '*', 'one*x'],
  ['request.auth.principal', 'i/s', 'i/t'],
  ['request.auth.audiences', 'w*', 'app'],
  ['request.auth.presenter', 'app', 'web'],
  ['request.auth.claims[sub]', 's', 'i'],
  ['source.ip', '10.0.0.0/8', '11.0.0.0/8'],
  ['remote.ip', '192.0.2.1', '192.0.2.2'],
  ['destination.ip', '10.9.0.0/16', '10.1.0.0/16'],
  ['destination.port', '8080', '80'],
  ['connection.sni', '*.com', '*.org'],
  ['source.principal', 'cluster.local/ns/shop/sa/api', 'cluster.local/ns/shop/sa/web'],
  ['source.namespace', 'shop', 'web'],
  ['source.serviceAccount', 'shop/api', 'shop/web'],
  ['source.trustDomain', 'cluster.local', 'td'],
])('the condition %s takes %s and not %s', (key, fitting, other) => {
  const outcomes = [
    [`values: ["${fitting}"]`, 'denied'],
    [`values: ["${other}"]`, 'allowed'],
    [`values: ["${other}", "${fitting}"]`, 'denied'],
    [`notValues: ["${fitting}"]`, 'allowed'],
    [`notValues: ["${other}"]`, 'denied'],
    [`values: ["${fitting}"], notValues: ["${other}"]`, 'denied'],
    [`values: ["${fitting}"], notValues: ["${fitting}"]`, 'allowed'],
    ['values: []', 'denied'],
  ];
  expect(outcomes.map(([values]) => [values, outcome(when(key, values ?? ''), known)])).toEqual(outcomes);
});

// [key of a condition, a value, the outcome of a DENY rule, of an ALLOW rule]
test.each<[string, string, string, string]>([
  ...[
    'x-request-id',
    'X-Forwarded-For',
    'x-forwarded-client-cert',
    'x-envoy-attempt-count',
    'x-b3-traceid',
    'b3',
    'traceparent',
    'tracestate',
  ].map((name): [string, string, string, string] => [`request.headers[${name}]`, 'a', 'undecided', 'undecided']),
  ...['x-forwarded-proto', 'x-request', 'x-b3', 'ab3', 'my-traceparent'].map((name): [string, string, string, string] => [
    `request.headers[${name}]`,
    'a',
    'allowed',
    'denied',
  ]),
  ['experimental.envoy.filters.network.mysql_proxy[a]', 'b', 'undecided', 'undecided'],
  ['request.headers[x-none]', '*', 'allowed', 'denied'],
  ['request.headers', 'a', 'denied', 'denied'],
  ['request.headers[a', 'a', 'denied', 'denied'],
  ['request.auth.claims', 'a', 'denied', 'denied'],
  ['request.auth.claims[a', 'a', 'denied', 'denied'],
  ['source.ip', '10.0.0.0/33', 'denied', 'denied'],
  ['source.ip', 'here', 'denied', 'denied'],
  ['destination.port', '65535', 'allowed', 'denied'],
  ['destination.port', '65536', 'denied', 'denied'],
  ['destination.port', 'http', 'denied', 'denied'],
  ['destination.port', '8080x', 'denied', 'denied'],
  ['source.user', 'a', 'allowed', 'denied'],
  ['toString', 'a', 'allowed', 'denied'],
])('the condition %s with %s: DENY %s, ALLOW %s', (key, value, deny, allow) => {
  const spec = when(key, `values: ["${value}"]`);
  expect([outcome(spec, known), outcome(spec.replace('DENY', 'ALLOW'), known)]).toEqual([deny, allow]);
});

test('a value that istiod cannot read leaves the others of a DENY rule', () => {
  const spec = when('destination.port', 'values: [http, "8080"]');
  expect([outcome(spec, known), outcome(spec.replace('8080', '80'), known)]).toEqual(['denied', 'allowed']);
  expect(outcome(spec.replace('DENY', 'ALLOW'), known)).toBe('denied');
});

// [a condition, the outcome of a DENY rule at ztunnel, of an ALLOW rule]
test.each<[string, string, string]>([
  ['{key: source.ip, values: [10.1.2.3]}', 'denied', 'allowed'],
  ['{key: source.ip, values: [10.1.2.4]}', 'allowed', 'denied'],
  ['{key: source.namespace, values: [other]}', 'allowed', 'denied'],
  ['{key: source.principal, values: ["*/sa/web"]}', 'allowed', 'denied'],
  ['{key: source.serviceAccount, values: [web]}', 'allowed', 'denied'],
  ['{key: destination.ip, values: [10.1.1.1]}', 'allowed', 'denied'],
  ['{key: destination.port, values: ["80"]}', 'allowed', 'denied'],
  ['{key: source.trustDomain, values: [cluster.local]}', 'undecided', 'undecided'],
  ['{key: source.trustDomain, values: [cluster.local]}, {key: source.namespace, values: [other]}', 'allowed', 'denied'],
  ['{key: remote.ip, values: [192.0.2.9]}', 'denied', 'denied'],
  ['{key: connection.sni, values: [b.com]}', 'denied', 'denied'],
  ['{key: "request.headers[x-a]", values: [two]}', 'denied', 'denied'],
])('at ztunnel: %s', (conditions, deny, allow) => {
  const spec = rule(`{when: [${conditions}]}`);
  const options = { tcp: true, ztunnel: true };
  expect([outcome(spec, known, options), outcome(spec.replace('DENY', 'ALLOW'), known, options)]).toEqual([deny, allow]);
});

describe('several policies', () => {
  const deny = '{action: DENY, rules: [{to: [{operation: {paths: [/admin]}}]}]}';
  const allow = '{rules: [{from: [{source: {namespaces: [shop]}}]}]}';
  test.each<[string, readonly string[], RequestAttributes, string]>([
    ['none: everything goes on', [], attributes(), 'allowed'],
    ['an empty spec allows nothing', ['{}'], attributes(), 'denied'],
    ['one empty rule allows everything', ['{rules: [{}]}'], attributes(), 'allowed'],
    ['DENY goes before ALLOW', [allow, deny], attributes({ path: '/admin' }), 'denied'],
    ['any ALLOW will do', ['{}', allow], attributes(), 'allowed'],
    ['no ALLOW that fits', [allow], attributes({}, outside), 'denied'],
    ['AUDIT changes nothing', ['{action: AUDIT, rules: [{}]}'], attributes(), 'allowed'],
    ['DENY without rules denies nothing', ['{action: DENY}'], attributes(), 'allowed'],
    [
      'an ALLOW that fits outdoes one that is not known',
      [allow, '{rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}'],
      attributes(),
      'allowed',
    ],
    ['denied in either case', ['{action: DENY, rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}', '{}'], attributes(), 'denied'],
  ])('%s', (_, specs, seen, expected) => {
    expect(outcome(specs, seen)).toBe(expected);
  });

  test('the answer names the policy, the rule, the status and the body', () => {
    const verdict = new PolicyFilters(policiesOf([allow, deny])).decide(attributes({ path: '/admin' }));
    expect(verdict).toMatchObject({ status: 403, body: 'RBAC: access denied', reason: 'AuthorizationPolicy shop/p1 rule 0 denies it' });
  });

  test('a dry run is logged and enforced nowhere', () => {
    const metadata = { name: 'd', namespace: 'shop', annotations: { 'istio.io/dry-run': 'true' } };
    const object = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata, spec: { action: 'DENY', rules: [{}] } };
    const verdict = new PolicyFilters(policyIndex([object]).of(web)).decide(attributes());
    expect(verdict.outcome).toBe('allowed');
    expect(verdict.logged.map(({ policy }) => policy.name)).toEqual(['shop/d']);
  });
});

// [what, policies, the request, options, what is said of it]
const opa = '{action: CUSTOM, provider: {name: opa}, rules: [{to: [{operation: {ports: ["8080"]}}]}]}';
const opaByAddress = '{action: CUSTOM, provider: {name: opa}, rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}';
const uncertain = (policy: string, what: string) =>
  `AuthorizationPolicy ${policy}: whether it ${what} the request depends on what is not known (addresses, or values that proxies write)`;
const byAddress = '{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}';
const of = (authorizer: ReturnType<NonNullable<FilterOptions['authorizers']>['of']>, allowsSeveral = true) => ({
  authorizers: { of: () => authorizer, allowsSeveral },
});
const asks = 'AuthorizationPolicy shop/p0 rule 0 asks the external authorizer `opa`';

test.each<[string, readonly string[], FilterOptions, object]>([
  [
    'a rule that denies',
    ['{}', rule('{}, {}')],
    {},
    { outcome: 'denied', status: 403, reason: 'AuthorizationPolicy shop/p1 rule 0 denies it' },
  ],
  [
    'no rule that allows',
    ['{}', '{}'],
    {},
    { outcome: 'denied', status: 403, reason: 'no rule of AuthorizationPolicy shop/p0, shop/p1 allows it' },
  ],
  [
    'a rule that may deny',
    [rule(`{to: [{operation: {ports: ["80"]}}]}, ${byAddress}`)],
    {},
    { outcome: 'undecided', undecided: [uncertain('shop/p0 rule 1', 'denies')] },
  ],
  ['a rule that may allow', [`{rules: [${byAddress}]}`], {}, { outcome: 'undecided', undecided: [uncertain('shop/p0 rule 0', 'allows')] }],
  [
    'rules that may deny and allow',
    [`{rules: [${byAddress}]}`, rule(byAddress)],
    {},
    { undecided: [uncertain('shop/p1 rule 0', 'denies'), uncertain('shop/p0 rule 0', 'allows')] },
  ],
  ['an authorizer', [opa], {}, { outcome: 'undecided', undecided: [asks], reason: asks }],
  [
    'an authorizer that denies',
    [opa],
    { custom: 'deny' },
    { outcome: 'denied', status: 403, body: 'RBAC: access denied', reason: `${asks}, which denies it`, undecided: [] },
  ],
  ['an authorizer that allows', [opa], { custom: 'allow' }, { outcome: 'allowed', undecided: [] }],
  ['an authorizer of which it is known what it is', [opa], of({ kind: 'grpc' }), { outcome: 'undecided', undecided: [asks] }],
  [
    'an authorizer of which it is not known what it is',
    [opa],
    of({ kind: 'unknown', why: 'it is not there' }),
    { outcome: 'undecided', undecided: [`${asks}: it is not there`] },
  ],
  [
    'an authorizer that cannot be used',
    [opa],
    of({ kind: 'unusable', why: 'it has no port' }),
    { outcome: 'denied', reason: `${asks}, and it has no port` },
  ],
  [
    'an authorizer that cannot be used, of a rule that may match',
    [opaByAddress],
    of({ kind: 'unusable', why: 'x' }),
    { outcome: 'undecided', undecided: ['AuthorizationPolicy shop/p0 rule 0: whether it matches depends on what is not known'] },
  ],
  ['an authorizer of a rule that may match', [opaByAddress], {}, { outcome: 'undecided', undecided: [asks] }],
  [
    'two authorizers',
    [opa, opa.replace('opa', 'own')],
    {},
    { outcome: 'denied', reason: `${asks}, and istiod supports one provider per proxy` },
  ],
  [
    'two authorizers where several may be',
    [opa, opa.replace('opa', 'own')],
    of({ kind: 'grpc' }),
    { outcome: 'undecided', undecided: [asks, asks.replace('p0', 'p1').replace('opa', 'own')] },
  ],
  [
    'two rules for one authorizer',
    [opa, opa],
    of({ kind: 'grpc' }, false),
    { outcome: 'undecided', undecided: [asks, asks.replace('p0', 'p1')] },
  ],
  [
    'an authorizer, and a rule that denies',
    [opa, rule('{}')],
    {},
    { outcome: 'denied', reason: 'AuthorizationPolicy shop/p1 rule 0 denies it', undecided: [asks] },
  ],
  [
    'an authorizer of a connection',
    [opa],
    { tcp: true, custom: 'deny' },
    { outcome: 'undecided', undecided: [`${asks}, unless that is asked over HTTP`] },
  ],
  [
    'an authorizer over gRPC of a connection',
    [opa],
    { tcp: true, custom: 'deny', ...of({ kind: 'grpc' }) },
    { outcome: 'denied', reason: `${asks}, which denies it` },
  ],
  ['an authorizer over HTTP of a connection', [opa], { tcp: true, custom: 'deny', ...of({ kind: 'http' }) }, { outcome: 'allowed' }],
  ['an authorizer over HTTP of a request', [opa], { custom: 'deny', ...of({ kind: 'http' }) }, { outcome: 'denied' }],
])('what is said of %s', (_, specs, options, expected) => {
  expect(new PolicyFilters(policiesOf(specs), options).decide(attributes())).toMatchObject(expected);
});

const none: FilterOptions['authorizers'] = { of: () => ({ kind: 'unusable', why: 'there is none' }), allowsSeveral: false };

describe('CUSTOM', () => {
  const custom = '{action: CUSTOM, provider: {name: opa}, rules: [{to: [{operation: {paths: [/x]}}]}]}';
  test.each<[string, string, FilterOptions, string]>([
    ['nobody says what the provider answers', '/x', {}, 'undecided'],
    ['the provider is not asked', '/y', {}, 'allowed'],
    ['it allows', '/x', { custom: 'allow' }, 'allowed'],
    ['it denies', '/x', { custom: 'deny' }, 'denied'],
    ['the mesh has no such provider', '/x', { authorizers: none }, 'denied'],
    ['the mesh has no such provider, and the rule does not match', '/y', { authorizers: none }, 'allowed'],
  ])('%s', (_, path, options, expected) => {
    expect(outcome(custom, attributes({ path }), options)).toBe(expected);
  });

  const byHttp = { of: () => ({ kind: 'http' }) as const, allowsSeveral: true };
  const byGrpc = { ...byHttp, of: () => ({ kind: 'grpc' }) as const };
  const own = '{action: CUSTOM, provider: {name: own}, rules: [{}]}';
  test.each<[string, readonly string[], FilterOptions, string]>([
    ['two providers where istiod supports one', [custom, own], { custom: 'allow' }, 'denied'],
    ['two providers where it supports several', [custom, own], { custom: 'allow', authorizers: byGrpc }, 'allowed'],
    ['one of them cannot be used', [custom, own], { custom: 'allow', authorizers: { ...none, allowsSeveral: true } }, 'denied'],
    ['an HTTP provider is not asked about connections', [own], { tcp: true, custom: 'deny', authorizers: byHttp }, 'allowed'],
    ['a gRPC provider is', [own], { tcp: true, custom: 'deny', authorizers: byGrpc }, 'denied'],
    ['a provider of which nothing is known may be', [own], { tcp: true, custom: 'deny' }, 'undecided'],
    ['one that istiod cannot use denies connections', [own], { tcp: true, custom: 'allow', authorizers: none }, 'denied'],
  ])('%s', (_, specs, options, expected) => {
    const seen = options.tcp ? attributes({}, { http: undefined }) : attributes();
    expect(outcome(specs, seen, options)).toBe(expected);
  });

  const dryRun = (name: string, provider: string, paths: readonly string[]) => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace: 'shop', annotations: { 'istio.io/dry-run': 'true' } },
    spec: { action: 'CUSTOM', provider: { name: provider }, rules: [{ to: [{ operation: { paths } }] }] },
  });

  test.each<[string, readonly object[], string, FilterOptions, string]>([
    ['denies what it matches, whatever the provider says', [dryRun('d', 'opa', ['/x'])], '/x', { custom: 'allow' }, 'denied'],
    ['leaves the rest alone', [dryRun('d', 'opa', ['/x'])], '/y', {}, 'allowed'],
    ['is no rule where the mesh has no such provider', [dryRun('d', 'opa', ['/x'])], '/x', { authorizers: none }, 'allowed'],
    ['is no rule where there are several providers', [dryRun('d', 'opa', ['/x']), dryRun('e', 'own', ['/x'])], '/x', {}, 'allowed'],
  ])('a dry run of it %s', (_, objects, path, options, expected) => {
    const policies = policyIndex(objects as Parameters<typeof policyIndex>[0]).of(web);
    expect(new PolicyFilters(policies, options).decide(attributes({ path })).outcome).toBe(expected);
  });
});

test.each<[string, string, FilterOptions, object]>([
  [
    'a dry run of an authorizer',
    '{to: [{operation: {ports: ["8080"]}}]}',
    {},
    { outcome: 'denied', reason: 'AuthorizationPolicy shop/d rule 0 denies it: istiod has proxies enforce the dry run of a CUSTOM policy' },
  ],
  [
    'a dry run of an authorizer that may match',
    byAddress,
    {},
    { outcome: 'undecided', undecided: ['AuthorizationPolicy shop/d rule 0: whether it matches depends on what is not known'] },
  ],
  [
    'a dry run of an authorizer of a connection',
    '{to: [{operation: {ports: ["8080"]}}]}',
    { tcp: true },
    {
      outcome: 'undecided',
      undecided: [
        'AuthorizationPolicy shop/d rule 0 denies it: istiod has proxies enforce the dry run of a CUSTOM policy, unless its provider is asked over HTTP',
      ],
    },
  ],
  ['a dry run that matches nothing', '{to: [{operation: {ports: ["80"]}}]}', {}, { outcome: 'allowed', undecided: [] }],
])('what is said of %s', (_, rules, options, expected) => {
  const spec = { action: 'CUSTOM', provider: { name: 'opa' }, rules: [load(rules)] };
  const metadata = { name: 'd', namespace: 'shop', annotations: { 'istio.io/dry-run': 'true' } };
  const policies = policyIndex([{ apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata, spec }]).of(web);
  expect(new PolicyFilters(policies, options).decide(attributes())).toMatchObject(expected);
});

describe('TCP', () => {
  const connection = attributes({}, { http: undefined });
  test.each<[string, string, string]>([
    ['ALLOW with HTTP conditions allows nothing', '{rules: [{to: [{operation: {methods: [GET]}}]}]}', 'denied'],
    ['DENY with HTTP conditions denies all', '{action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]}', 'denied'],
    ['DENY keeps its other conditions', '{action: DENY, rules: [{to: [{operation: {methods: [GET], ports: ["9090"]}}]}]}', 'allowed'],
    ['a principal counts', '{rules: [{from: [{source: {principals: ["*"]}}]}]}', 'allowed'],
    ['one rule left out, another stays', '{rules: [{to: [{operation: {paths: [/]}}]}, {to: [{operation: {ports: ["8080"]}}]}]}', 'allowed'],
  ])('%s', (_, spec, expected) => {
    const verdict = new PolicyFilters(policiesOf(spec), { tcp: true }).decide(connection);
    expect(verdict.outcome).toBe(expected);
    expect(verdict.status).toBeUndefined();
  });
});

describe('which policies hold for a pod', () => {
  const policy = (name: string, namespace: string, spec: object) => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace },
    spec,
  });
  const gateway = { 'gateway.networking.k8s.io/gateway-name': 'kgw' };
  const reference = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'kgw' }] };
  test.each<[string, ReturnType<typeof policy>, Readonly<Record<string, string>>, boolean]>([
    ['of its namespace', policy('a', 'shop', {}), { app: 'web' }, true],
    ['of the root namespace', policy('a', 'istio-system', {}), { app: 'web' }, true],
    ['of the root namespace by labels', policy('a', 'istio-system', { selector: { matchLabels: { app: 'web' } } }), { app: 'web' }, true],
    ['of another namespace', policy('a', 'other', {}), { app: 'web' }, false],
    ['of other labels', policy('a', 'shop', { selector: { matchLabels: { app: 'api' } } }), { app: 'web' }, false],
    ['targetRefs never hold for a sidecar', policy('a', 'shop', reference), { app: 'web' }, false],
    ['targetRefs hold for the Gateway of that name', policy('a', 'shop', reference), gateway, true],
    ['targetRefs of the root namespace reach no Gateway elsewhere', policy('a', 'istio-system', reference), gateway, false],
  ])('%s', (_, object, labels, expected) => {
    expect(policyIndex([object]).of({ namespace: 'shop', labels }).authorization).toHaveLength(expected ? 1 : 0);
  });
});

test('what is not known never turns a certain answer around', () => {
  const blocks = fc.constantFrom('ipBlocks: [10.0.0.0/8]', 'notIpBlocks: [10.0.0.0/8]', 'namespaces: [shop]', 'notNamespaces: [shop]');
  const spec = fc
    .tuple(fc.constantFrom('ALLOW', 'DENY'), fc.array(blocks, { minLength: 1, maxLength: 3 }))
    .map(([action, sources]) => `{action: ${action}, rules: [{from: [${sources.map((source) => `{source: {${source}}}`).join(', ')}]}]}`);
  fc.assert(
    fc.property(fc.array(spec, { maxLength: 3 }), fc.constantFrom('10.1.2.3', '192.0.2.1'), (specs, sourceIp) => {
      const unknown = outcome(specs, attributes());
      if (unknown !== 'undecided') expect(outcome(specs, attributes({}, { sourceIp }))).toBe(unknown);
    }),
    { seed: 12, numRuns: 300 },
  );
});
