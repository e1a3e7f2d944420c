import { values } from './said.test.helper';

const long = (length: number, letter = 'a') => letter.repeat(length);
const each = (names: string, value: unknown) => names.split(' ').map((name) => ({ [name]: value }));

const http1 = { number: 80, name: 'http', protocol: 'HTTP' };
const server = (more: object) => ({ servers: [{ hosts: ['a.b'], port: http1, ...more }] });
const port = (more: object) => server({ port: { ...http1, ...more } });
const https = (settings: object) => server({ port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls: settings });
const certificate = { serverCertificate: 'a', privateKey: 'b' };
const sources = [
  ...each('serverCertificate privateKey caCertificates credentialName', 'a'),
  { tlsCertificates: [certificate] },
  { credentialNames: ['a'] },
];
const protocols = 'HTTP HTTPS GRPC GRPC-Web HTTP2 HTTP_PROXY MONGO TCP UDP TLS REDIS MYSQL'.split(' ');
const ciphers =
  'ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-GCM-SHA384 ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-POLY1305 ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA ECDHE-ECDSA-AES256-SHA ECDHE-RSA-AES256-SHA AES128-GCM-SHA256 AES256-GCM-SHA384 AES128-SHA AES256-SHA DES-CBC3-SHA';

values('Gateway', [
  ['ports', (number: number) => port({ number }), [1, 65535], [0, 65536]],
  [
    'protocols',
    (protocol: string) => port({ protocol }),
    protocols.filter((name) => !/^(HTTPS|TLS)$/.test(name)),
    ['', 'HTTPS', 'TLS', 'HTTP3', 'grpc-w'],
  ],
  [
    'hosts',
    (host: string) => server({ hosts: [host] }),
    ['*', '*.a', '*/*', 'a/b.c', './*.b', '10.0.0.1', 'a/10.0.0.1'],
    ['a', '', 'a/b', '~/a.b', 'A_/a.b', '/', 'a/', 'a/b/c.d', '*a.b', 'a.*'],
  ],
  ['binds', (bind: string) => server({ bind }), ['', '10.0.0.1', '::'], ['a', '10.0.0.0/8', 'unix:///a', 'unix:///a/', 'unix://@a']],
  [
    'sockets',
    (bind: string) => server({ port: { name: 'http', protocol: 'HTTP' }, bind }),
    ['unix:///a', 'unix://@a/'],
    ['unix://a', 'unix:///a/', '10.0.0.1'],
  ],
  [
    'settings without use',
    (more: object) => server(more),
    [{ tls: {} }, { tls: { mode: 'AUTO_PASSTHROUGH' } }, { tls: { httpsRedirect: true } }],
    [
      { tls: { mode: 'SIMPLE', credentialName: 'a' } },
      ...each('caCertificates privateKey serverCertificate', 'a').map((field) => ({ tls: field })),
      { tls: {}, port: { ...http1, protocol: 'TCP' } },
    ],
  ],
  [
    'redirects',
    (protocol: string) => server({ port: { ...http1, protocol }, tls: { httpsRedirect: true } }),
    ['HTTP', 'HTTP2', 'GRPC'],
    ['HTTPS', 'TCP'],
  ],
  [
    'modes',
    https,
    [
      { mode: 'PASSTHROUGH' },
      { mode: 'AUTO_PASSTHROUGH' },
      { mode: 'ISTIO_MUTUAL' },
      ...['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].flatMap((mode) => [
        { mode, credentialName: 'a' },
        { mode, credentialNames: ['a', 'b'] },
      ]),
      { mode: 'SIMPLE', ...certificate },
      { mode: 'MUTUAL', ...certificate, caCertificates: 'c', caCrl: 'd' },
      { mode: 'SIMPLE', tlsCertificates: [certificate, certificate] },
    ],
    [
      ...['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].flatMap((mode) => [
        { mode },
        { mode, ...certificate, caCrl: 'c' },
        { mode, serverCertificate: 'a' },
        { mode, privateKey: 'a' },
        { mode, tlsCertificates: [{ privateKey: 'a' }] },
      ]),
    ],
  ],
  ['what Istio brings itself', (source: object) => https({ mode: 'ISTIO_MUTUAL', ...source }), [{ caCrl: 'a' }], sources],
  [
    'what is passed on',
    (source: object) => https(source),
    [],
    [
      ...sources,
      { caCrl: 'a' },
      { mode: 'AUTO_PASSTHROUGH', ...certificate, caCrl: 'c', caCertificates: 'd', credentialName: 'e', credentialNames: ['f'] },
    ],
  ],
  [
    'two sources',
    (more: object) => https({ mode: 'SIMPLE', ...more }),
    [],
    [
      { ...certificate, credentialName: 'a' },
      { credentialName: 'a', credentialNames: ['b'] },
      { credentialName: 'a', tlsCertificates: [certificate] },
      { ...certificate, tlsCertificates: [certificate] },
      { credentialNames: ['a'], ...certificate },
    ],
  ],
  [
    'versions',
    (more: object) => https({ mode: 'SIMPLE', credentialName: 'a', ...more }),
    [
      { minProtocolVersion: 'TLSV1_2' },
      { minProtocolVersion: 'TLSV1_1', cipherSuites: ['AES128-SHA'] },
      { minProtocolVersion: 'TLS_AUTO' },
    ],
    each('minProtocolVersion', 'TLSV1_0').concat({ minProtocolVersion: 'TLSV1_1' }),
  ],
  [
    'ciphers',
    (cipherSuites: string[]) => https({ mode: 'SIMPLE', credentialName: 'a', cipherSuites }),
    [ciphers.split(' '), ['ALL', '!AES128-SHA', '']],
    [['AES128'], ['all', 'ÿ', 'AES128-SHA', '@X', 'AES128-SHA'], ['X', 'X']],
  ],
  [
    'names of ports',
    (names: string[]) => ({ servers: names.map((name) => ({ hosts: ['a.b'], port: { ...http1, name } })) }),
    [['a', 'b']],
    [
      ['a', 'a'],
      ['', ''],
    ],
  ],
]);

const entry = (more: object) => ({ hosts: ['a.b'], ports: [http1], resolution: 'DNS', ...more });
const servicePort = (more: object) => entry({ ports: [{ ...http1, ...more }], addresses: ['10.0.0.1'] });
const tcp = { number: 1, name: 'tcp', protocol: 'TCP' };
const dynamic = (more: object) => entry({ hosts: ['*.a'], resolution: 'DYNAMIC_DNS', ...more });
const endpoint = (more: object) => entry({ endpoints: [{ address: 'a.b', ...more }] });
const fixed = (more: object) => entry({ resolution: 'STATIC', endpoints: [{ address: '10.0.0.1', ...more }] });

values('ServiceEntry', [
  ['hosts', (host: string) => ({ ...entry({ hosts: [host] }), resolution: 'NONE' }), ['a', '*.a', 'a.b'], ['*', '', 'a b', '*a', 'a.*']],
  ['hosts of any name', (host: string) => dynamic({ hosts: [host] }), ['*.a', '*a'], ['a', 'a*', '*']],
  ['hosts to look up', (host: string) => entry({ hosts: [host] }), ['a'], ['*.a']],
  [
    'addresses',
    (address: string) => ({ ...entry({ addresses: [address] }), resolution: 'NONE' }),
    ['10.0.0.1', '10.0.0.0/8', '::/0'],
    ['a', '10.0.0.0/8/8', ''],
  ],
  [
    'ranges',
    (resolution: string) => entry({ addresses: ['10.0.0.0/8'], resolution }),
    ['NONE', 'STATIC'],
    ['DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'],
  ],
  ['numbers', (number: number) => servicePort({ number }), [1, 65535], [0, 65536]],
  ['target ports', (targetPort: number) => servicePort({ targetPort }), [0, 1, 65535], [65536]],
  ['names', (name: string) => servicePort({ name }), ['a', long(63), 'A-1'], ['', 'a_b', '-a', long(64)]],
  ['protocols', (protocol: string) => servicePort({ protocol }), ['', ...protocols], ['HTTP3', 'X']],
  [
    'several ports',
    (ports: object[]) => entry({ ports }),
    [[http1, { ...http1, name: 'b', number: 81 }]],
    [
      [http1, { ...http1, number: 81 }],
      [http1, { ...http1, name: 'b' }],
    ],
  ],
  [
    'TCP of no address',
    (more: object) => ({ hosts: ['a.b'], ports: [tcp], ...more }),
    [{ addresses: ['10.0.0.1'] }, { resolution: 'DNS' }, { ports: [http1] }, { ports: [{ ...tcp, protocol: 'TLS' }] }],
    [{}, { ports: [{ number: 1, name: 'a' }] }],
  ],
  [
    'endpoints',
    (endpoints: object[]) => entry({ endpoints }),
    [[{ address: 'a.b' }, { address: '10.0.0.1' }]],
    [[{}], [{ address: '*.a' }], [{ address: 'unix:///a' }]],
  ],
  ['labels of endpoints', (labels: object) => endpoint({ labels }), [{ a: 'b' }], [{ a: '-' }]],
  ['ports of endpoints', (ports: object) => endpoint({ ports }), [{ http: 1 }], [{ http: 0 }, { other: 1 }, { 'http ': 65536 }]],
  [
    'fixed endpoints',
    fixed,
    [{}, { address: '::1', ports: { http: 80 } }, { address: 'unix:///a' }, { address: 'unix://@a' }],
    [
      { address: 'a.b' },
      { address: '' },
      { address: '', network: 'n' },
      { address: 'unix:///a/' },
      { address: 'unix:///a', ports: { http: 1 } },
      { ports: { other: 1 } },
      { ports: { http: 65536 } },
      { labels: { '/': 'a' } },
    ],
  ],
  [
    'sockets of several ports',
    (ports: object[]) => entry({ resolution: 'STATIC', ports, addresses: ['10.0.0.1'], endpoints: [{ address: 'unix:///a' }] }),
    [[http1]],
    [[http1, tcp], []],
  ],
  [
    'endpoints in turn',
    (endpoints: object[]) => entry({ resolution: 'DNS_ROUND_ROBIN', endpoints }),
    [[], [{ address: 'a' }]],
    [[{ address: 'a' }, { address: 'b' }]],
  ],
  [
    'endpoints of others',
    (more: object) => entry(more),
    [{ resolution: 'NONE' }, { resolution: 'STATIC', workloadSelector: { labels: { a: 'b' } } }],
    [
      { resolution: 'NONE', endpoints: [{ address: '10.0.0.1' }] },
      { resolution: 'NONE', workloadSelector: { labels: { a: 'b' } } },
      { workloadSelector: { labels: { a: 'b' } }, endpoints: [{ address: 'a' }] },
      { workloadSelector: {} },
      { resolution: 77 },
    ],
  ],
  [
    'hosts that share',
    (more: object) => ({ hosts: ['a.b', 'c.d'], addresses: ['10.0.0.1'], resolution: 'DNS', ports: [tcp], ...more }),
    [{ resolution: 'NONE' }, { ports: [http1] }, { addresses: [], ports: [{ ...tcp, protocol: 'TLS' }] }, { hosts: ['a.b'] }],
    [
      {},
      { ports: [http1, { ...tcp, protocol: '' }] },
      { ports: [http1, { ...tcp, protocol: 'MONGO' }] },
      { ports: [{ ...tcp, protocol: 'TLS' }] },
      { ports: [{ ...tcp, protocol: 'HTTPS' }] },
    ],
  ],
  [
    'protocols of any name',
    (protocol: string) => dynamic({ ports: [{ ...http1, protocol }] }),
    ['HTTP', 'TLS', 'GRPC', 'http2'],
    ['', 'TCP', 'HTTPS', 'GRPC-WEB'],
  ],
  [
    'parts of any name',
    dynamic,
    [{ location: 'MESH_INTERNAL' }, { location: 'MESH_EXTERNAL' }],
    [{ addresses: ['10.0.0.1'] }, { endpoints: [{ address: 'a' }] }, { location: 7 }],
  ],
  [
    'visibility',
    (exportTo: string[]) => entry({ exportTo }),
    [['~'], ['.'], ['*'], ['a', 'b']],
    [['~', 'a'], ['*', 'a'], ['a', 'a'], ['A_']],
  ],
]);

const egress = (more: object) => ({ egress: [{ hosts: ['./*'], ...more }] });
const ingress = (more: object) => ({ ingress: [{ port: http1, ...more }] });
const listeners = (...all: object[]) => all.map((more) => ({ hosts: ['./*'], ...more }));

values('Sidecar', [
  [
    'parts',
    (more: object) => more,
    [{ outboundTrafficPolicy: {} }, { inboundConnectionPool: { tcp: {} } }, egress({}), ingress({})],
    [
      {},
      { inboundConnectionPool: {} },
      { egress: [], ingress: [] },
      { ...egress({}), workloadSelector: { labels: { a: '*' } } },
      { ...egress({}), workloadSelector: {} },
    ],
  ],
  [
    'hosts',
    (host: string) => egress({ hosts: [host] }),
    ['*/*', './a.b', '~/*', 'a/*.b', '~a/a.b', '~/a.b'],
    ['a', '/a.b', 'a/', 'a/b', '/', 'A_/a.b', './10.0.0.1:', '*/*a.b', './a_.b', '~A_/*'],
  ],
  [
    'several hosts',
    (hosts: string[]) => egress({ hosts }),
    [
      ['./a.b', 'x/a.b'],
      ['./a.b', './c.d'],
      ['~/*', '~/*'],
      ['*/a.b', './a.b'],
    ],
    [['./a.b', './a.b'], ['./a.b', 'demo/a.b'], ['./*', './a.b'], ['./a.b', './*'], ['*/*', './a.b'], ['*/*', '*/*'], []],
  ],
  [
    'listeners',
    (all: object[]) => ({ egress: all }),
    [
      listeners({ port: http1 }, {}),
      listeners({ port: http1 }, { port: { ...http1, number: 81 } }),
      listeners({ port: { protocol: 'HTTP' }, bind: 'unix:///a' }, { port: { protocol: 'HTTP' }, bind: 'unix:///b' }),
    ],
    [
      listeners({}, { port: http1 }),
      listeners({ port: http1 }, { port: http1 }),
      listeners({ port: { protocol: 'HTTP' }, bind: 'unix:///a' }, { port: { protocol: 'HTTP' }, bind: 'unix:///a' }),
      listeners({}, {}),
    ],
  ],
  [
    'ports',
    (more: object) => egress({ port: { ...http1, ...more } }),
    [{}, { name: '' }, { protocol: '' }, { number: 65535 }],
    [{ number: 65536 }, { targetPort: 1 }, { name: 'a_' }, { protocol: 'X' }],
  ],
  ['binds', (bind: string) => egress({ port: http1, bind }), ['', '10.0.0.1'], ['a', 'unix:///a']],
  [
    'sockets',
    (more: object) => egress({ port: { protocol: 'HTTP' }, bind: 'unix:///a', ...more }),
    [{}, { captureMode: 'NONE' }, { captureMode: 'DEFAULT' }, { bind: 'unix://@a' }],
    [{ captureMode: 'IPTABLES' }, { bind: '' }, { bind: 'unix:///a/' }],
  ],
  [
    'inbound ports',
    (more: object) => ingress({ port: { ...http1, ...more } }),
    [{}, { name: '' }, { protocol: '' }, { number: 65535 }],
    [{ number: 65536 }, { number: 0 }, { targetPort: 1 }, { name: 'a_' }, { protocol: 'X' }],
  ],
  ['inbound binds', (bind: string) => ingress({ bind }), ['', '10.0.0.1'], ['a', 'unix:///a']],
  [
    'inbound listeners',
    (all: object[]) => ({ ingress: all }),
    [[{ port: http1 }, { port: { ...http1, number: 81 } }]],
    [[{ port: http1 }, { port: http1 }], [{}], [{ port: http1, connectionPool: {} }]],
  ],
  [
    'endpoints',
    (defaultEndpoint: string) => ingress({ defaultEndpoint }),
    ['', '127.0.0.1:1', '0.0.0.0:65535', '[::1]:80', '[::]:80', ':80', 'unix:///a', 'unix://@a', '127.0.0.1:+80'],
    [
      '127.0.0.1:0',
      '127.0.0.1:65536',
      '10.0.0.1:80',
      '::1:80',
      '[127.0.0.1:80',
      'localhost:80',
      '127.0.0.1',
      '127.0.0.1:',
      '127.0.0.1:8x',
      'unix:///a/',
      'unix://a',
    ],
  ],
  [
    'pools',
    (protocol: string) => ingress({ port: { ...http1, protocol }, connectionPool: { http: {} } }),
    ['HTTP', 'HTTP2', 'GRPC'],
    ['TCP', 'TLS', ''],
  ],
  [
    'TLS',
    (settings: object) => ingress({ port: { ...http1, protocol: 'HTTPS' }, tls: settings }),
    [{ mode: 'SIMPLE', ...certificate }, { mode: 'PASSTHROUGH' }],
    [
      { mode: 'ISTIO_MUTUAL' },
      { mode: 'AUTO_PASSTHROUGH' },
      { mode: 'SIMPLE' },
      { mode: 'SIMPLE', credentialName: 'a' },
      { mode: 'SIMPLE', credentialNames: ['a'] },
      { mode: 'SIMPLE', ...certificate, subjectAltNames: ['a'], httpsRedirect: true },
      { mode: 'SIMPLE', tlsCertificates: [certificate] },
    ],
  ],
  [
    'protocols of TLS',
    (protocol: string) => ingress({ port: { ...http1, protocol }, tls: { mode: 'SIMPLE', ...certificate } }),
    ['HTTPS', 'TLS'],
    ['HTTP', 'TCP', ''],
  ],
  [
    'traffic to other hosts',
    (outboundTrafficPolicy: object) => ({ outboundTrafficPolicy }),
    [{}, { mode: 'ALLOW_ANY' }, { mode: 'ALLOW_ANY', egressProxy: { host: 'a', port: { number: 1 } } }],
    [
      { mode: 3 },
      { mode: 'REGISTRY_ONLY', egressProxy: { host: 'a', port: { number: 1 } } },
      { mode: 'ALLOW_ANY', egressProxy: {} },
      { mode: 'ALLOW_ANY', egressProxy: { host: '*', port: { number: 65536 }, subset: '_' } },
    ],
  ],
]);

values('WorkloadEntry', [
  [
    'addresses',
    (address: string) => ({ address }),
    ['10.0.0.1', '::1', 'a', 'unix:///a', 'unix://@a'],
    ['', '*.a', 'a b', 'unix://a', 'unix:///a/'],
  ],
  ['ports', (ports: object) => ({ address: 'a', ports }), [{ a: 1, b: 65535 }], [{ a: 65536 }, { 'a b': 1 }]],
  ['labels', (labels: object) => ({ address: 'a', labels }), [{ a: 'b' }], [{ a: ' ' }]],
  [
    'networks',
    (more: object) => more,
    [{ address: 'a', network: 'n' }],
    [{ network: 'n' }, { network: 'n', ports: { a: 65536 } }, { address: 'unix:///a', ports: { a: 1 } }],
  ],
]);
