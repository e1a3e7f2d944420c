import { values } from '../said.test.helper';

const long = (length: number, letter = 'a') => letter.repeat(length);
const each = (names: string, value: unknown) => names.split(' ').map((name) => ({ [name]: value }));
const percentages = [
  [0, 100],
  [-1, 101],
] as const;

const to = { route: [{ destination: { host: 'a' } }] };
const http = (more: object) => ({ hosts: ['a'], http: [{ ...to, ...more }] });
const match = (more: object) => http({ match: [more] });
const instead = (more: object) => ({ hosts: ['a'], http: [more] });
const abort = (more: object) => http({ fault: { abort: more } });
const cors = (more: object) => http({ corsPolicy: more });
const durations = [
  ['1ms', '1m1.001s'],
  ['0s', '999us', '1.5ms'],
] as const;

values('VirtualService', [
  [
    'the form of a claim',
    (name: string) => ({ ...match({ headers: { [name]: { exact: 'a' } } }), gateways: ['a/b'] }),
    ['@request.auth.claims.a', '@Request.Auth.Claims[a]'],
    ['@request.auth.claims', '@request.auth.claims.', '@request.auth.claims[]', 'x@request.auth.claims.a '],
  ],
  [
    'claims that must not be',
    (gateways: string[]) => ({ ...match({ withoutHeaders: { '@request.auth.claims.a': {} } }), gateways }),
    [['a/b'], ['a/b', 'c/d']],
    [[], ['a/b', 'mesh']],
  ],
  [
    'names of headers',
    (name: string) => match({ withoutHeaders: { [name]: { exact: 'a' } } }),
    [':method', ':scheme', ':authority', ':path', ':status', "!#$%&'*+-.^_`|~aZ9"],
    ['', 'a:', ':Path', 'é'],
  ],
  ['parts of a request', (part: string) => match({ [part]: { prefix: '', regex: 'a' } }), ['uri'], []],
  ['empty prefixes', (part: string) => match({ [part]: { prefix: '' } }), ['uri'], ['scheme', 'method', 'authority']],
  ['patterns', (part: string) => match({ [part]: { regex: '(' } }), [], ['uri', 'scheme', 'method', 'authority']],
  ['patterns by length', (regex: string) => match({ uri: { regex } }), [long(1024)], [long(1025), long(513, 'é'), '']],
  [
    'headers that must not be',
    (value: object) => match({ withoutHeaders: { a: value } }),
    [{ regex: '*' }, { regex: '.*' }],
    [{ regex: '+' }, { prefix: '' }],
  ],
  ['ports of a match', (port: number) => match({ port }), [1, 65535], [65536]],
  ['namespaces', (sourceNamespace: string) => match({ sourceNamespace }), ['', 'a', long(63)], ['A.', long(64)]],
  [
    'gateways',
    (name: string) => ({ hosts: ['b.c'], gateways: [name], http: [to] }),
    ['a', 'a/b', 'mesh'],
    ['a/', '/b', 'a/b.c', 'a.b', 'a_', 'a/b/c', 'a.b.c'],
  ],
  ['gateways of a match', (gateways: string[]) => match({ gateways }), [['a/b', 'c'], ['a', '/'], ['a.b']], [['a/b', '/c'], ['a_']]],
  [
    'hosts',
    (host: string) => ({ hosts: [host], http: [to] }),
    ['a', '*.a', '10.0.0.1', '::1', `*.${long(63)}`, [long(63), long(63), long(63), long(63)].join('.')],
    ['*', '*a*', 'a b', '', long(64), `a.${long(64)}`, [long(63), long(63), long(63), long(62), 'a'].join('.')],
  ],
  [
    'several hosts',
    (hosts: string[]) => ({ hosts, http: [to] }),
    [
      ['a', 'b'],
      ['*.a', 'a'],
      ['*.a.b', '*.c.b'],
    ],
    [
      ['a', 'a'],
      ['a.b', '*.b'],
      ['*.b', 'a.b'],
      ['*.a.b', '*.b'],
      ['*.b', '*.b'],
    ],
  ],
  [
    'SNI hosts',
    (host: string) => ({ hosts: ['*'], gateways: ['a/b'], tls: [{ match: [{ sniHosts: [host] }], ...to }] }),
    ['a.b', '*.a', 'outbound_.80_._.a.b', 'outbound_80_x_a_b'],
    ['*a*', 'outbound_.x_._.a', 'outbound_.80_._.1', 'outbound_.80_', '10.0.0.1', `outbound_.80_._.${long(240)}`],
  ],
  [
    'hosts of generated names',
    (hosts: string[]) => ({ hosts, gateways: ['a/b'], tls: [{ match: [{ sniHosts: ['outbound_.80_._.a'] }], ...to }] }),
    [['outbound_.80_._.a']],
    [['outbound_'], ['outbound_a_b_c']],
  ],
  [
    'subnets',
    (subnet: string) => ({ hosts: ['a'], tcp: [{ match: [{ destinationSubnets: [subnet] }], ...to }] }),
    ['10.0.0.0/8', '10.0.0.1', '::/0'],
    ['10.0.0.0/8/8', '10.0.0.0/', 'a', ''],
  ],
  [
    'TCP matches',
    (more: object) => ({ hosts: ['a'], tcp: [{ match: [more], ...to }] }),
    [{ port: 80, sourceLabels: { a: 'b' }, gateways: ['a.b'] }],
    [{ port: 65536 }, { sourceLabels: { a: 'b ' } }, { gateways: ['/'] }],
  ],
  [
    'parts of a delegate',
    (more: object) => ({ http: [to], ...more }),
    [{}],
    [{ gateways: ['a/b'] }, { tls: [], tcp: [to] }, { tls: [{ match: [{ sniHosts: ['a'] }], ...to }] }],
  ],
  [
    'what a redirect excludes',
    (more: object) => instead({ redirect: { uri: '/' }, ...more }),
    [{}],
    [to, { fault: { delay: { fixedDelay: '1s' } } }, { rewrite: { uri: '/' } }, { directResponse: { status: 200 } }],
  ],
  [
    'what an answer excludes',
    (more: object) => instead({ directResponse: { status: 200 }, ...more }),
    [{}],
    [to, { fault: { delay: { fixedDelay: '1s' } } }, { rewrite: { uri: '/' } }],
  ],
  [
    'what a delegate excludes',
    (more: object) => instead({ delegate: { name: 'a' }, ...more }),
    [{}, { fault: { delay: { fixedDelay: '1s' } } }],
    [to, { redirect: { uri: '/' } }],
  ],
  [
    'redirects',
    (redirect: object) => instead({ redirect }),
    [
      ...each('uri prefixRewrite authority', '/'),
      { scheme: 'https' },
      { port: 1 },
      { uri: '/', port: 0 },
      { scheme: 'http', redirectCode: 300 },
      { uri: '/', redirectCode: 399 },
    ],
    [
      { uri: '/', prefixRewrite: '/' },
      { redirectCode: 301 },
      { uri: '/', redirectCode: 299 },
      { uri: '/', redirectCode: 400 },
      { scheme: 'HTTP' },
      { port: 65536 },
    ],
  ],
  [
    'rewritten prefixes',
    (matches: object[]) => instead({ redirect: { prefixRewrite: '/' }, match: matches }),
    [[{}], [{ uri: { prefix: '/' } }]],
    [[{ uri: { prefix: '/' } }, { uri: { regex: '/' } }]],
  ],
  ['statuses', (status: number) => instead({ directResponse: { status } }), [200, 600], [0, 199, 601]],
  [
    'bodies',
    (size: number) => instead({ directResponse: { status: 200, body: { string: long(size) } } }),
    [0, 102400],
    [102401, 1048576, 1048577],
  ],
  [
    'bodies of bytes',
    (size: number) => instead({ directResponse: { status: 200, body: { bytes: Buffer.alloc(size).toString('base64') } } }),
    [102400],
    [102401],
  ],
  [
    'rewrites',
    (rewrite: object) => http({ rewrite }),
    [
      { uri: '/' },
      { authority: 'a' },
      { uriRegexRewrite: { match: 'a', rewrite: 'b' } },
      { uriRegexRewrite: { match: 'a', rewrite: 'b' }, authority: 'a' },
    ],
    [
      {},
      { uri: '/', uriRegexRewrite: {} },
      { uriRegexRewrite: {} },
      { uriRegexRewrite: { rewrite: 'a' } },
      { uriRegexRewrite: { match: '(', rewrite: 'a' } },
    ],
  ],
  ['mirrored shares', (value: number) => http({ mirror: { host: 'a' }, mirrorPercentage: { value } }), ...percentages],
  [
    'mirrored shares of several',
    (value: number) => http({ mirrors: [{ destination: { host: 'a' }, percentage: { value } }] }),
    ...percentages,
  ],
  ['old mirrored shares', (mirrorPercent: number) => http({ mirror: { host: 'a' }, mirrorPercent }), [], [100, 101]],
  ['mirrors', (host: string) => http({ mirror: { host } }), ['a', '*.a'], ['*', '', 'a b']],
  [
    'faults',
    (fault: object) => http({ fault }),
    [{ abort: { httpStatus: 200 } }, { delay: { fixedDelay: '1s' } }],
    [{}, { abort: { http2Error: 'a' } }, { delay: { exponentialDelay: '0s' } }],
  ],
  ['shares of a fault', (value: number) => abort({ percentage: { value }, httpStatus: 600 }), [0, 0.0001, 100], [-1, 0.00009, 100.1]],
  [
    'shares of a delay',
    (value: number) => http({ fault: { delay: { percentage: { value }, fixedDelay: '1ms' } } }),
    [0, 0.0001, 100],
    [-1, 0.00009, 100.1],
  ],
  [
    'statuses of gRPC',
    (grpcStatus: string) => abort({ grpcStatus }),
    'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'.split(
      ' ',
    ),
    ['', 'ok', '5', 'SOMETHING_ELSE'],
  ],
  [
    'methods',
    (method: string) => cors({ allowMethods: [method] }),
    'GET HEAD POST PUT PATCH DELETE CONNECT OPTIONS TRACE *'.split(' '),
    ['', 'get', 'LINK'],
  ],
  [
    'origins',
    (origin: object) => cors({ allowOrigins: [origin] }),
    each('exact prefix regex', 'a'),
    [...each('exact prefix regex', ''), { regex: '(' }],
  ],
  ['allowed headers', (name: string) => cors({ allowHeaders: [name] }), ['*', 'a'], ['', '**:']],
  ['exposed headers', (name: string) => cors({ exposeHeaders: [name] }), ['*', 'a'], ['', '**:']],
  ['ages', (maxAge: string) => cors({ maxAge }), ['1s', '1h'], ['0s', '1ms', '1.001s']],
  [
    'retries',
    (retries: object) => http({ retries }),
    [{}, { attempts: 1, retryOn: '5xx' }, { attempts: 0 }],
    [{ attempts: -1 }, { retryOn: 'reset' }, { perTryTimeout: '1s' }, { retryRemoteLocalities: false }, { attempts: -1, retryOn: '5xx' }],
  ],
  [
    'reasons to retry',
    (retryOn: string) => http({ retries: { attempts: 1, retryOn } }),
    '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable 100 103 200 208 226 300 305 307 308 400 418 421 426 428 429 431 451 500 508 510 511 +503 0503 reset,503'.split(
      ' ',
    ),
    [
      '5XX',
      ' reset',
      'reset,',
      ...'99 104 199 209 225 227 299 306 309 399 419 420 427 430 432 450 452 499 509 512 503.0 0000000503'.split(' '),
    ],
  ],
  ['times of a try', (perTryTimeout: string) => http({ retries: { attempts: 1, perTryTimeout } }), ...durations],
  ['times between tries', (backoff: string) => http({ retries: { attempts: 1, backoff } }), ...durations],
  ['timeouts', (timeout: string) => http({ timeout }), ...durations],
  ['delays', (fixedDelay: string) => http({ fault: { delay: { fixedDelay } } }), ...durations],
  [
    'subsets',
    (subset: string) => instead({ route: [{ destination: { host: 'a', subset } }] }),
    ['', 'v1', long(63)],
    ['v1.0', 'v_1', '-', long(64)],
  ],
  ['ports', (number: number) => instead({ route: [{ destination: { host: 'a', port: { number } } }] }), [1, 65535], [0, 65536]],
  [
    'weights',
    (weights: number[]) => instead({ route: weights.map((weight) => ({ destination: { host: 'a' }, weight })) }),
    [[0], [1, 0], [100, 100]],
    [[-1], [0, 0], [1, -1], [2147483647, 2147483647, 2]],
  ],
  ['destinations', (route: object[]) => instead({ route }), [], [[{}], [{ headers: { response: { remove: [''] } } }]]],
  [
    'headers that are taken away',
    (headers: object) => http({ headers }),
    [{ request: { remove: ['a'] } }],
    [{ request: { remove: ['', ':path', 'Host'] } }, { response: { remove: [':status'], add: { '': 'a', ':x': 'b' } } }],
  ],
  [
    'the authority',
    (more: object) => http(more),
    [
      { headers: { request: { set: { Host: 'a' }, add: {} } } },
      { rewrite: { authority: 'a' }, headers: { request: { set: { a: 'b' } } } },
      { headers: { request: { set: { ':authority': '' } } } },
    ],
    [
      { headers: { request: { set: { host: 'a' }, add: { Host: 'b' } } } },
      { rewrite: { authority: 'a' }, headers: { request: { set: { ':Authority': 'b' } } } },
    ],
  ],
  [
    'TLS routes',
    (route: object) => ({ hosts: ['*.a'], tls: [route] }),
    [{ match: [{ sniHosts: ['b.a'] }], ...to }],
    [
      {},
      { match: [{ sniHosts: ['b.a'] }], route: [{ destination: { host: '*' }, weight: -1 }] },
      { match: [{ sniHosts: ['b.a'], port: 0, sourceLabels: { a: '-' } }], ...to },
    ],
  ],
  [
    'visibility',
    (exportTo: string[]) => ({ ...http({}), exportTo }),
    [['.'], ['*'], ['a', 'b']],
    [['.', 'demo'], ['*', 'a'], ['~'], ['A.'], ['']],
  ],
]);

const prefix = (path: string, more: object = {}) => ({ ...to, match: [{ uri: { prefix: path }, ...more }] });
const after = (first: object, second: object) => [prefix('/a', first), prefix('/a/b', second)];
values('VirtualService', [
  [
    'longer prefixes',
    (routes: object[]) => ({ hosts: ['a'], http: routes }),
    [
      after({ port: 80 }, {}),
      after({ method: { exact: 'GET' } }, { method: { exact: 'POST' } }),
      after({ authority: { exact: 'a' } }, { authority: { exact: 'b' } }),
      after({ authority: { prefix: 'a' } }, { authority: { exact: 'a' } }),
      after({ headers: { a: { exact: 'x' } } }, { headers: { a: { exact: 'y' } } }),
      after({ headers: { a: { exact: 'x' } } }, { headers: { b: { exact: 'x' } } }),
      after({ queryParams: { a: { exact: 'x' } } }, { queryParams: { a: { exact: 'y' } } }),
      after({ queryParams: { a: { exact: 'x' } } }, {}),
      after({ withoutHeaders: { a: { exact: 'x' } } }, { withoutHeaders: { a: { prefix: 'x' } } }),
      after({ withoutHeaders: { a: { exact: 'x' } } }, {}),
      [prefix('/a/b'), prefix('/a')],
      [prefix('/a'), prefix('/b')],
    ],
    [
      after({ port: 80 }, { port: 80 }),
      after({ method: { prefix: 'P' } }, { method: { prefix: 'P' } }),
      after({ method: { exact: 'GET' } }, {}),
      after({ authority: { exact: 'ab' } }, { authority: { exact: 'a' } }),
      after({ authority: { exact: 'ab' } }, {}),
      after({ headers: { a: { exact: 'x' }, b: {} } }, { headers: { b: {}, a: { exact: 'x' } } }),
      after({ headers: { a: { regex: 'x' } } }, { headers: { a: { regex: 'y' } } }),
      after({ queryParams: { a: { exact: 'xy' } } }, { queryParams: { a: { exact: 'x' } } }),
      after({ withoutHeaders: { a: { prefix: 'xy' } } }, { withoutHeaders: { a: { prefix: 'x' } } }),
      [
        { ...prefix('/a'), name: 'first' },
        { ...prefix('/a/b'), name: 'second' },
      ],
      [prefix('/a'), prefix('/a', { method: { exact: 'GET' } }), prefix('/a/b')],
      [prefix('/a/b/c'), prefix('/a'), prefix('/a/b')],
      [{ ...to, match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/a' } }, { uri: { prefix: '/ab' } }] }],
    ],
  ],
  [
    'rules after others',
    (routes: object[]) => ({ hosts: ['a'], http: routes }),
    [
      [prefix('/a'), to],
      [prefix('/a', { headers: { a: { exact: 'b' } } }), prefix('/a', { headers: { a: { exact: 'c' } } })],
      [{ ...to, match: [{ gateways: [] }] }, prefix('/a')],
    ],
    [
      [to, to, to],
      [to, { ...to, name: 'second', match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }] }],
      [prefix('/a', { headers: {}, withoutHeaders: {}, queryParams: {}, sourceLabels: {} }), prefix('/a')],
      [
        prefix('/a', { headers: { a: { exact: 'b' }, c: { exact: 'd' } } }),
        prefix('/a', { headers: { c: { exact: 'd' }, a: { exact: 'b' } }, name: 'x' }),
      ],
      [prefix('/a'), { ...to, match: [{ uri: { prefix: '/a' } }, { uri: { exact: '/c' } }] }],
      [prefix('/a'), to, prefix('/a/b')],
    ],
  ],
]);
