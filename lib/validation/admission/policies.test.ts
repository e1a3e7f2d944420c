import { cases } from './said.test.helper';

cases('PeerAuthentication', [
  ['right', { selector: { matchLabels: { a: 'b' } }, portLevelMtls: { 80: { mode: 'STRICT' } } }, []],
  ['ports of no workload', { portLevelMtls: { 80: {} } }, ['IST0106 portLevelMtls']],
  ['no ports', { selector: { matchLabels: { a: 'b' } }, portLevelMtls: {} }, ['IST0106 portLevelMtls']],
  ['a port out of range', { selector: { matchLabels: { a: 'b' } }, portLevelMtls: { 0: {} } }, ['IST0106 portLevelMtls.0']],
  ['a port that is no number', { selector: { matchLabels: { a: 'b' } }, portLevelMtls: { x: {} } }, ['IST0106 portLevelMtls.x']],
]);

cases('AuthorizationPolicy', [
  [
    'right',
    {
      rules: [
        {
          from: [{ source: { principals: ['a'] } }],
          to: [{ operation: { paths: ['/a/{*}/{**}'] } }],
          when: [{ key: 'request.headers[a]', values: ['b'] }],
        },
      ],
    },
    [],
  ],
  ['two kinds of target', { selector: { matchLabels: { a: 'b' } }, targetRefs: [{ kind: 'Service', name: 'a' }] }, ['IST0106']],
  [
    'targets',
    { targetRefs: [{ kind: 'Pod' }, { kind: 'Service', name: 'a', namespace: 'b' }] },
    ['IST0106 targetRefs.0.name', 'IST0106 targetRefs.0', 'IST0106 targetRefs.1.namespace'],
  ],
  ['denying nothing', { action: 'DENY' }, ['IST0106 rules']],
  [
    'denying all TCP',
    {
      action: 'DENY',
      rules: [
        { to: [{ operation: { methods: ['GET'] } }] },
        { from: [{ source: { requestPrincipals: ['a'] } }] },
        { from: [{ source: { namespaces: ['a'] } }] },
      ],
    },
    ['IST0133 rules.0', 'IST0133 rules.1'],
  ],
  ['asking nobody', { action: 'CUSTOM', rules: [{}] }, ['IST0106 provider.name']],
  ['asking about nothing', { action: 'CUSTOM', provider: { name: 'a' } }, ['IST0106 rules']],
  [
    'asking about identities',
    {
      action: 'CUSTOM',
      provider: { name: 'a' },
      rules: [{ from: [{ source: { notPrincipals: ['a'] } }], when: [{ key: 'request.auth.principal', values: ['a'] }] }],
    },
    ['IST0106 rules.0.from.0.source.notPrincipals', 'IST0106 rules.0.when.0.key'],
  ],
  ['a provider that nobody asks', { provider: { name: 'a' } }, ['IST0106 provider']],
  [
    'empty parts',
    { rules: [{ from: [{}, { source: {} }], to: [{}, { operation: {} }], when: [{}, { key: 'source.ip' }] }] },
    [
      'IST0106 rules.0.from.0.source',
      'IST0106 rules.0.from.1.source',
      'IST0106 rules.0.to.0.operation',
      'IST0106 rules.0.to.1.operation',
      'IST0106 rules.0.when.0.key',
      'IST0106 rules.0.when.1',
    ],
  ],
  [
    'sources',
    { rules: [{ from: [{ source: { ipBlocks: ['10.0.0.0/8', 'a'], principals: [''], trustDomains: ['*', 'a/b', 'a*b'] } }] }] },
    [
      'IST0106 rules.0.from.0.source.ipBlocks.1',
      'IST0106 rules.0.from.0.source.principals.0',
      'IST0106 rules.0.from.0.source.trustDomains.2',
      'IST0106 rules.0.from.0.source.trustDomains.1',
    ],
  ],
  [
    'service accounts',
    { rules: [{ from: [{ source: { serviceAccounts: ['a', 'a/b', '*', 'a/b/c', '/a'] } }] }] },
    [2, 3, 4].map((index) => `IST0106 rules.0.from.0.source.serviceAccounts.${index}`),
  ],
  [
    'service accounts and namespaces',
    { rules: [{ from: [{ source: { serviceAccounts: ['a'], namespaces: ['b'] } }] }] },
    ['IST0106 rules.0.from.0.source'],
  ],
  [
    'operations',
    { rules: [{ to: [{ operation: { ports: ['80', '0', 'x', '65536'], paths: ['/{**}/a/{*}', '/{a}', '/{*}/ '] } }] }] },
    [
      'IST0106 rules.0.to.0.operation.ports.2',
      'IST0106 rules.0.to.0.operation.ports.3',
      ...[0, 1, 2].map((index) => `IST0106 rules.0.to.0.operation.paths.${index}`),
    ],
  ],
  [
    'conditions',
    {
      rules: [
        {
          when: [
            { key: 'request.headers', values: ['a'] },
            { key: 'source.ip', notValues: ['a'] },
            { key: 'destination.labels[a]', values: ['a'] },
            { key: 'sourc.ip', values: ['a'] },
          ],
        },
      ],
    },
    ['IST0106 rules.0.when.0.key', 'IST0106 rules.0.when.1.notValues.0', 'IST0106 rules.0.when.2.key', 'IST0106 rules.0.when.3.key'],
  ],
]);

const jwks = (key: object) => ({ jwtRules: [{ issuer: 'a', jwks: JSON.stringify({ keys: [key] }) }] });
cases('RequestAuthentication', [
  [
    'right',
    {
      jwtRules: [
        {
          issuer: 'a',
          jwksUri: 'https://a.com/keys',
          fromHeaders: [{ name: 'x' }],
          outputClaimToHeaders: [{ header: 'x-a', claim: 'a' }],
          timeout: '1s',
        },
      ],
    },
    [],
  ],
  ['nothing', { jwtRules: [{}] }, ['IST0106 jwtRules.0']],
  [
    'empty texts',
    { jwtRules: [{ issuer: 'a', audiences: [''], fromParams: [''], fromCookies: [''], fromHeaders: [{}] }] },
    ['audiences.0', 'fromParams.0', 'fromCookies.0', 'fromHeaders.0.name'].map((field) => `IST0106 jwtRules.0.${field}`),
  ],
  [
    'where keys are',
    { jwtRules: ['ftp://a', 'a b:c', 'http://a:99999999999999999999'].map((jwksUri) => ({ jwksUri })) },
    [0, 1, 2].map((index) => `IST0106 jwtRules.${index}.jwksUri`),
  ],
  [
    'headers',
    { jwtRules: [{ issuer: 'a', outputClaimToHeaders: [{ header: 'a' }, { header: 'a b', claim: 'c' }] }] },
    ['IST0106 jwtRules.0.outputClaimToHeaders.0', 'IST0106 jwtRules.0.outputClaimToHeaders.1.header'],
  ],
  ['a public key', jwks({ kty: 'RSA', e: 'AQAB', n: 'AQAB' }), []],
  ['a single key', { jwtRules: [{ issuer: 'a', jwks: '{"kty":"EC","crv":"P-256","x":"AQAB","y":"AQAB"}' }] }, []],
  ['a private key', jwks({ kty: 'RSA', e: 'AQAB', n: 'AQAB', d: 'AQAB' }), ['IST0133 jwtRules.0.jwks']],
  ['a secret', jwks({ kty: 'oct', k: 'AQAB' }), ['IST0133 jwtRules.0.jwks']],
  ['half a key', jwks({ kty: 'RSA', e: 'AQAB' }), ['IST0106 jwtRules.0.jwks']],
  ['an unknown type', jwks({ kty: 'rsa' }), ['IST0106 jwtRules.0.jwks']],
  ['no base64', jwks({ kty: 'RSA', e: '?', n: 'AQAB' }), ['IST0106 jwtRules.0.jwks']],
  ['no JSON', { jwtRules: [{ issuer: 'a', jwks: '{' }] }, ['IST0106 jwtRules.0.jwks']],
]);

cases('Telemetry', [
  [
    'right',
    {
      tracing: [{ providers: [{ name: 'a' }], randomSamplingPercentage: 100 }],
      accessLogging: [{ filter: { expression: 'response.code >= 400' } }],
    },
    [],
  ],
  [
    'two of what may be one',
    { tracing: [{ providers: [{ name: 'a' }, { name: 'b' }] }, {}] },
    ['IST0133 tracing', 'IST0133 tracing.0.providers'],
  ],
  ['sampling', { tracing: [{ randomSamplingPercentage: 101 }] }, ['IST0106 tracing.0.randomSamplingPercentage']],
  [
    'tags',
    { tracing: [{ customTags: { '': { literal: {} }, b: { header: {} }, c: { environment: {} } } }] },
    [
      'IST0106 tracing.0.customTags.',
      'IST0106 tracing.0.customTags..literal.value',
      'IST0106 tracing.0.customTags.b.header.name',
      'IST0106 tracing.0.customTags.c.environment.name',
    ],
  ],
  [
    'metrics',
    {
      metrics: [
        { providers: [{}], overrides: [{ match: { customMetric: '' }, tagOverrides: { a: {}, b: { operation: 'REMOVE', value: 'x' } } }] },
      ],
    },
    [
      'IST0106 metrics.0.providers.0.name',
      'IST0106 metrics.0.overrides.0.tagOverrides.a.value',
      'IST0106 metrics.0.overrides.0.tagOverrides.b.value',
      'IST0106 metrics.0.overrides.0.match.customMetric',
    ],
  ],
  [
    'filters',
    { accessLogging: [{ filter: {} }, { filter: { expression: 'a >' } }] },
    ['IST0106 accessLogging.0.filter.expression', 'IST0106 accessLogging.1.filter.expression'],
  ],
]);

cases('WasmPlugin', [
  ['right', { url: 'oci://a/b:c', vmConfig: { env: [{ name: 'a', value: 'b' }] }, match: [{ ports: [{ number: 80 }] }] }, []],
  ['an image without scheme', { url: 'docker.io/a/b:c' }, []],
  ['nothing', {}, ['IST0106 url']],
  ['a scheme', { url: 'ftp://a' }, ['IST0106 url']],
  ['a sum', { url: 'a.com', sha256: 'ABC' }, ['IST0106 sha256']],
  [
    'variables',
    { url: 'a.com', vmConfig: { env: [{}, { name: 'a', valueFrom: 'HOST', value: 'b' }, { name: 'a' }] } },
    ['IST0106 vmConfig.env.0.name', 'IST0106 vmConfig.env.1.value', 'IST0106 vmConfig.env.2.name'],
  ],
  ['a port', { url: 'a.com', match: [{ ports: [{}] }] }, ['IST0106 match.0.ports.0.number']],
]);

cases('TrafficExtension', [
  ['right', { lua: { inlineCode: 'a' } }, []],
  ['neither', {}, ['IST0106']],
  ['both, of which istiod sees the latter', { lua: { inlineCode: '' }, wasm: { url: 'a.com' } }, ['IST0106 lua.inlineCode']],
  ['too much code', { lua: { inlineCode: 'x'.repeat(65537) } }, ['IST0106 lua.inlineCode']],
]);
