import { values } from './said.test.helper';

const long = (length: number, letter = 'a') => letter.repeat(length);
const each = (names: string, value: unknown) => names.split(' ').map((name) => ({ [name]: value }));

values('Telemetry', [
  ['sampling', (randomSamplingPercentage: number) => ({ tracing: [{ randomSamplingPercentage }] }), [0, 100], [-0.1, 100.1]],
  [
    'access logs',
    (entry: object) => ({ accessLogging: [entry] }),
    [{}, { filter: { expression: 'true' }, providers: [{ name: 'a' }] }],
    [{ filter: { expression: '1 +' }, providers: [{}] }],
  ],
  [
    'expressions',
    (expression: string) => ({ accessLogging: [{ filter: { expression } }] }),
    ['response.code == 200'],
    ['(', `${'('.repeat(300)}1${')'.repeat(300)}`],
  ],
  [
    'tags',
    (tag: object) => ({ tracing: [{ customTags: { a: tag } }] }),
    [{ literal: { value: 'a' } }, { header: { name: 'a' } }, { environment: { name: 'a' } }],
    [{ literal: {} }, { header: {} }, { environment: {} }],
  ],
  [
    'metrics',
    (override: object) => ({ metrics: [{ overrides: [override] }] }),
    [
      { tagOverrides: { a: { value: 'b' }, b: { operation: 'REMOVE' } }, match: { customMetric: 'a' } },
      { match: { metric: 'ALL_METRICS' } },
    ],
    [
      { tagOverrides: { '': { value: 'b' } } },
      { tagOverrides: { a: { operation: 'REMOVE', value: 'b' } } },
      { tagOverrides: { a: { operation: 'UPSERT' } } },
      { match: { customMetric: '' } },
    ],
  ],
  [
    'tracing twice',
    (tracing: object[]) => ({ tracing }),
    [[{ providers: [{ name: 'a' }] }]],
    [[{}, {}], [{ providers: [{ name: 'a' }, {}] }]],
  ],
]);

const url = { url: 'oci://a/b' };
const variable = (variables: object[]) => ({ ...url, vmConfig: { env: variables } });
values('WasmPlugin', [
  [
    'modules',
    (text: string) => ({ url: text }),
    ['oci://a', 'http://a', 'https://a/b', 'file:///a', 'a.io/b:1', 'a'],
    ['', 'ftp://a', 'gs://a/b', 'a b'],
  ],
  ['sums', (sha256: string) => ({ ...url, sha256 }), [long(64), long(64, '0')], [long(63), long(65), long(64, 'g'), long(64, 'A')]],
  ['Secrets', (imagePullSecret: string) => ({ ...url, imagePullSecret }), [long(253)], [long(254)]],
  ['names', (pluginName: string) => ({ ...url, pluginName }), [long(256)], [long(257), long(129, 'é')]],
  [
    'variables',
    variable,
    [
      [
        { name: long(256), value: 'a' },
        { name: 'b', valueFrom: 'HOST' },
      ],
    ],
    [[{ name: long(257) }], [{ name: 'a' }, { name: 'a' }], [{ value: 'a' }], [{ name: 'a', value: 'b', valueFrom: 'HOST' }]],
  ],
  ['ports', (number: number) => ({ ...url, match: [{}, { ports: [{ number }] }] }), [1, 65535], [0, 65536]],
]);
values('TrafficExtension', [
  ['code', (inlineCode: string) => ({ lua: { inlineCode } }), ['a', long(65536)], ['', long(65537), long(32769, 'é')]],
  [
    'parts',
    (more: object) => more,
    [{ wasm: url }],
    [{ wasm: {} }, { lua: { inlineCode: 'a' }, match: [{ ports: [{}] }], targetRefs: [{}] }],
  ],
]);

const probe = (more: object) => ({ template: {}, probe: { exec: { command: ['a'] }, ...more } });
values('WorkloadGroup', [
  [
    'times',
    probe,
    each('periodSeconds initialDelaySeconds timeoutSeconds successThreshold failureThreshold', 1),
    each('periodSeconds initialDelaySeconds timeoutSeconds successThreshold failureThreshold', -1),
  ],
  [
    'probes',
    (how: object) => ({ template: {}, probe: how }),
    [
      { httpGet: { port: 1, scheme: 'HTTPS', httpHeaders: [{ name: 'X-1' }] } },
      { tcpSocket: { port: 65535 } },
      { httpGet: { port: 80, scheme: 'HTTP' } },
    ],
    [
      {},
      { tcpSocket: {} },
      { exec: {} },
      { httpGet: { port: 65536, scheme: 'http' } },
      { httpGet: { port: 1, httpHeaders: [{}, { name: 'a b' }] } },
    ],
  ],
  [
    'labels',
    (labels: object) => ({ template: {}, metadata: { labels } }),
    [{ 'a.b/c': '', a: long(64) }, { [`${long(253)}/a`]: 'b' }, { [long(63)]: 'B_.-1' }],
    [
      { 'a/b/c': 'd' },
      { '': 'a' },
      { a: '-' },
      { a_: 'b' },
      { 'a_b/c': 'd' },
      { [`${long(254)}/a`]: 'b' },
      { [long(64)]: 'b' },
      { [`a/${long(400)}`]: 'b' },
    ],
  ],
]);

values('PeerAuthentication', [
  [
    'ports',
    (port: string) => ({ selector: { matchLabels: { a: 'b' } }, portLevelMtls: { [port]: { mode: 'DISABLE' } } }),
    ['1', '65535'],
    ['0', '65536'],
  ],
  [
    'selectors',
    (selector: unknown) => ({ selector }),
    [null, { matchLabels: { a: 'b' } }],
    [{}, { matchLabels: { 'a*': 'b' } }, { matchLabels: { '': 'b' } }],
  ],
]);
values('ProxyConfig', [['threads', (concurrency: number) => ({ concurrency }), [0, 1], [-1]]]);
