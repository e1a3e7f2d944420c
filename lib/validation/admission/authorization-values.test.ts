import { values } from './said.test.helper';

const long = (length: number, letter = 'a') => letter.repeat(length);
const many = (length: number) => Array.from({ length }, (_, index) => `a${index}`);

type Fields = Readonly<Record<string, unknown>>;
const rules = (rule: object, more: object = {}) => ({ rules: [rule], ...more });
const from = (source: Fields, more: object = {}) => rules({ from: [{ source }] }, more);
const to = (operation: Fields, more: object = {}) => rules({ to: [{ operation }] }, more);
const when = ([key, value]: readonly [string, string]) => rules({ when: [{ key, values: [value] }] });
const unless = ([key, value]: readonly [string, string]) => rules({ when: [{ key, notValues: [value] }] });
const custom = { action: 'CUSTOM', provider: { name: 'a' } };
const each = (names: string, value: unknown) => names.split(' ').map((name) => ({ [name]: value }));
const identities =
  'namespaces notNamespaces serviceAccounts notServiceAccounts trustDomains notTrustDomains principals notPrincipals requestPrincipals notRequestPrincipals';
const addresses = 'ipBlocks notIpBlocks remoteIpBlocks notRemoteIpBlocks';
const operations = 'ports notPorts methods notMethods paths notPaths hosts notHosts';
/** Every attribute, with a value it may have and one it may not. */
const attributes = [
  ['source.ip', '10.0.0.1', 'x'],
  ['remote.ip', '10.0.0.0/8', '10.0.0.0/33'],
  ['source.namespace', 'a', ''],
  ['source.serviceAccount', 'a/b', '*'],
  ['source.principal', '*', ''],
  ['source.trustDomain', 'td.*', 'a*b'],
  ['request.auth.principal', '*', ''],
  ['request.auth.audiences', 'a', ''],
  ['request.auth.presenter', 'a', ''],
  ['request.auth.claims[a][b]', 'a', ''],
  ['request.headers[x-a]', 'a', ''],
  ['experimental.envoy.filters.network.mysql_proxy[db]', 'a', ''],
  ['destination.ip', '::1', '::g'],
  ['destination.port', '0', '65536'],
  ['connection.sni', '*.a.com', ''],
] as const;

values('AuthorizationPolicy', [
  ['sources', (source: Fields) => from(source), each(addresses, ['10.0.0.1', '::/0']), [...each(`${addresses} ${identities}`, ['']), {}]],
  ['identities', (source: Fields) => from(source), each(identities, ['a']), []],
  [
    'operations',
    (operation: Fields) => to(operation),
    each(operations.replace('ports notPorts', 'methods'), ['*']),
    each(operations, ['']),
  ],
  ['ports', (ports: string[]) => to({ ports }), [['0', '65535', '080']], [['65536'], ['-1'], ['1e3'], ['80 ']]],
  [
    'paths',
    (path: string) => to({ notPaths: [path] }),
    ['*', '/a b', '/{*}/a/{**}', '{*}', '//{*}//'],
    ['/{**}/{**}', '/a{*}', '/{*}/a b', '/{*}//a'],
  ],
  [
    'names of service accounts',
    (name: string) => from({ notServiceAccounts: [name] }),
    ['a', 'a/b', long(320)],
    ['a*', 'a/b/c', '/b', 'a/', long(321), long(161, 'é')],
  ],
  ['many service accounts', (count: number) => from({ serviceAccounts: many(count) }), [16], [17]],
  [
    'service accounts and others',
    (source: Fields) => from({ ...source, notServiceAccounts: ['a'] }),
    each(`${addresses} trustDomains requestPrincipals`, ['10.0.0.1']),
    each('principals notPrincipals namespaces notNamespaces', ['a']),
  ],
  [
    'trust domains',
    (name: string) => from({ notTrustDomains: [name] }),
    ['*', 'a*', '*a', 'a.b'],
    ['**', '*a*', 'a*b', 'a/b', '*/', 'a**'],
  ],
  ['attributes', when, attributes.map(([key, right]) => [key, right]), attributes.map(([key, , wrong]) => [key, wrong])],
  [
    'attributes that a request must not have',
    unless,
    attributes.map(([key, right]) => [key, right]),
    attributes.map(([key, , wrong]) => [key, wrong]),
  ],
  [
    'names of attributes',
    when,
    [['request.headers[a]', 'a']],
    [
      'request.headers[]',
      'request.headers[a',
      'request.headersa]',
      'request.auth.claims',
      'destination.namespace',
      'destination.labels[a]',
      'source.up',
      '',
    ].map((key) => [key, 'a']),
  ],
  [
    'what a rule for TCP can deny by',
    (source: Fields) => from(source, { action: 'DENY' }),
    each(`${addresses} principals notPrincipals namespaces notNamespaces serviceAccounts notServiceAccounts`, ['10.0.0.1']),
    each('requestPrincipals notRequestPrincipals trustDomains notTrustDomains', ['a']),
  ],
  [
    'what a rule for TCP can deny at',
    (operation: Fields) => to(operation, { action: 'DENY' }),
    each('ports notPorts', ['80']),
    each('methods notMethods paths notPaths hosts notHosts', ['a']),
  ],
  [
    'both sides of a denial',
    (rule: Fields) => rules(rule, { action: 'DENY' }),
    [{}, { from: [{ source: { requestPrincipals: ['a'] } }], to: [{ operation: { ports: ['80'] } }] }],
    [{ from: [{ source: { ipBlocks: ['::1'] } }], to: [{ operation: { hosts: ['a'] } }] }],
  ],
  ['sources of action CUSTOM', (source: Fields) => from(source, custom), each(addresses, ['10.0.0.1']), each(identities, ['a'])],
  [
    'conditions of action CUSTOM',
    (key: string) => ({ ...when([key, 'a']), ...custom }),
    ['request.headers[a]', 'connection.sni'],
    [
      'source.namespace',
      'source.serviceAccount',
      'source.trustDomain',
      'source.principal',
      'request.auth.principal',
      'request.auth.claims[a]',
    ],
  ],
  [
    'providers',
    (more: object) => ({ rules: [{}], ...more }),
    [custom, {}, { action: 'AUDIT' }],
    [{ action: 'CUSTOM' }, { ...custom, provider: {} }, { ...custom, action: 'DENY' }],
  ],
  [
    'targets',
    (targetRef: object) => ({ targetRef }),
    [
      { kind: 'Service', name: 'a' },
      { group: 'core', kind: 'Service', name: 'a' },
      { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'a' },
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'a' },
      { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'a' },
    ],
    [{ kind: 'Service' }, { kind: 'Gateway', name: 'a' }, { group: 'networking.istio.io', kind: 'Gateway', name: 'a', namespace: 'b' }],
  ],
  [
    'ways to be attached',
    (more: object) => more,
    [{}, { selector: { matchLabels: { a: 'b' } } }, { targetRefs: [{ kind: 'Service', name: 'a' }] }],
    [
      { selector: { matchLabels: { a: 'b' } }, targetRef: { kind: 'Service', name: 'a' } },
      { targetRef: { kind: 'Service', name: 'a' }, targetRefs: [{ kind: 'Service', name: 'a' }] },
      { selector: { matchLabels: { a: 'b*', '': 'c', 'd*': 'e' } } },
      { selector: {} },
    ],
  ],
]);

const jwt = (rule: object) => ({ jwtRules: [{ issuer: 'a', ...rule }] });
values('RequestAuthentication', [
  ['durations', (timeout: string) => jwt({ timeout }), ['1ms', '1.5s'], ['0s', '0.9ms', '1.5ms']],
  ['claims in headers', (header: string) => jwt({ outputClaimToHeaders: [{ header, claim: 'a' }] }), ['x-a_B1'], ['', 'a b', 'a:', 'é']],
  [
    'places of keys',
    (jwksUri: string) => ({ jwtRules: [{ jwksUri }] }),
    ['https://a', 'http://a:9223372036854775807/b'],
    ['a', '/a', 'http://a:9223372036854775808', 'http://a b'],
  ],
  [
    'keys',
    (jwks: unknown) => jwt({ jwks: typeof jwks === 'string' ? jwks : JSON.stringify(jwks) }),
    [
      { keys: null },
      { keys: [] },
      { kty: 'RSA', e: null, n: 'A-_B', alg: 'RS256', kid: null, key_ops: ['verify', null], x5c: null },
      { kty: 'RSA', e: 'AQAB', n: 'A+/B\n', key_ops: null },
      { kty: 'RSA', e: 'AQ==', n: 'AQA=' },
      { kty: 'OKP', crv: 'Ed25519', x: 'AQ' },
    ],
    [
      '[]',
      '1',
      { keys: {} },
      { keys: [1] },
      { keys: [{}] },
      { kty: 'toString' },
      { kty: 'RSA', n: 'AQAB' },
      { kty: 'EC', crv: 'P-256', x: 'AQAB' },
      { kty: 'EC', x: 'AQAB', y: 'AQAB' },
      { kty: 'OKP', crv: 'Ed25519' },
      { kty: 'oct' },
      { kty: 'oct', k: 'AQAB', d: '?' },
      { kty: 'RSA', e: 'A', n: 'AQAB' },
      { kty: 'RSA', e: 'AQA=', n: 'AQ=' },
      { kty: 'RSA', e: 'A-/B', n: 'AQAB' },
      { kty: 'RSA', e: 1, n: 'AQAB' },
      ...['d', 'dp', 'dq', 'p', 'q', 'qi'].map((field) => ({ kty: 'RSA', e: 'AQAB', n: 'AQAB', d: 'AQAB', [field]: '?' })),
      { kty: 'EC', crv: 'P-256', x: 'AQAB', y: 'AQAB', d: '?' },
      { kty: 'EC', crv: 1, x: 'AQAB', y: 'AQAB' },
      ...['alg', 'kid', 'use', 'x5t', 'x5t#S256', 'x5u'].map((field) => ({ kty: 'RSA', e: 'AQAB', n: 'AQAB', [field]: 1 })),
      ...[{ key_ops: 'verify' }, { key_ops: [1] }, { x5c: 'a' }, { x5c: ['a'] }, { x5c: [1] }].map((more) => ({
        kty: 'RSA',
        e: 'AQAB',
        n: 'AQAB',
        ...more,
      })),
    ],
  ],
]);
