import { values } from '../said.test.helper';

const each = (names: string, value: unknown) => names.split(' ').map((name) => ({ [name]: value }));
const percentages = [
  [0, 100],
  [-1, 101],
] as const;
const durations = [
  ['1ms', '1m1.001s'],
  ['0s', '999us', '1.5ms'],
] as const;

const policy = (trafficPolicy: object) => ({ host: 'a', trafficPolicy });
const pool = (more: object) => policy({ connectionPool: more });
const balancer = (loadBalancer: object) => policy({ loadBalancer, outlierDetection: {}, connectionPool: { tcp: {} } });
const hash = (more: object) => balancer({ consistentHash: more });
const locality = (more: object) => balancer({ localityLbSetting: more });
const tls = (more: object) => policy({ tls: more });
const subset = (more: object) => ({ host: 'a', subsets: [{ name: 'v1', ...more }] });
const files = 'clientCertificate caCertificates privateKey caCrl';

values('DestinationRule', [
  [
    'subsets',
    subset,
    [{}, { labels: { a: 'b' } }, { trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }],
    [{ name: '' }, { labels: { a: '-' } }, { trafficPolicy: {} }],
  ],
  [
    'several subsets',
    (names: string[]) => ({ host: 'a', subsets: names.map((name) => ({ name })) }),
    [['a', 'b']],
    [
      ['a', 'a'],
      ['a', 'b', 'a'],
    ],
  ],
  [
    'visibility',
    (more: object) => ({ host: 'a', ...more }),
    [{ exportTo: ['*'] }, { exportTo: ['.', 'b'] }, { exportTo: ['demo'], workloadSelector: { matchLabels: { a: 'b' } } }],
    [
      { exportTo: ['~'] },
      { exportTo: ['*', 'b'] },
      { exportTo: ['.', 'b'], workloadSelector: { matchLabels: { a: 'b' } } },
      { exportTo: ['b'], workloadSelector: { matchLabels: { a: 'b' } } },
    ],
  ],
  [
    'tunnels',
    (more: object) => policy({ tunnel: { targetHost: 'a', targetPort: 1, ...more } }),
    [{}, ...each('protocol', 'CONNECT'), { protocol: 'POST' }, { targetHost: '10.0.0.1' }, { targetPort: 65535 }],
    [{ protocol: 'connect' }, { targetHost: '*.a' }, { targetHost: '' }, { targetPort: 65536 }],
  ],
  ['the PROXY protocol', (version: unknown) => policy({ proxyProtocol: { version } }), ['V1', 'V2'], [7]],
  [
    'single ports',
    (settings: object) => policy({ portLevelSettings: [settings] }),
    [{ port: { number: 80 }, tls: {} }],
    [{ port: { number: 80 } }, { tls: {} }, { port: { number: 80 }, connectionPool: {} }],
  ],
  [
    'both ways of a proxy',
    policy,
    [{ tunnel: { targetHost: 'a', targetPort: 1 } }, { proxyProtocol: {} }],
    [{ tunnel: { targetHost: 'a', targetPort: 1 }, proxyProtocol: {} }],
  ],
  [
    'outliers',
    (outlierDetection: object) => policy({ outlierDetection }),
    [
      {},
      { consecutiveErrors: 0 },
      { consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: true },
      { consecutiveLocalOriginFailures: 0 },
    ],
    [{ consecutiveErrors: 1 }, { consecutiveLocalOriginFailures: 1 }],
  ],
  ['percentages', (percent: number) => policy({ outlierDetection: { maxEjectionPercent: percent } }), ...percentages],
  ['percentages of the healthy', (percent: number) => policy({ outlierDetection: { minHealthPercent: percent } }), ...percentages],
  ...(['baseEjectionTime', 'interval'] as const).map(
    (field) => [field, (time: string) => policy({ outlierDetection: { [field]: time } }), ...durations] as const,
  ),
  ...(['connectTimeout', 'maxConnectionDuration'] as const).map(
    (field) => [field, (time: string) => pool({ tcp: { [field]: time } }), ...durations] as const,
  ),
  ...(['time', 'interval'] as const).map(
    (field) => [`tcpKeepalive ${field}`, (time: string) => pool({ tcp: { tcpKeepalive: { [field]: time } } }), ...durations] as const,
  ),
  ['tcp idleTimeout', (idleTimeout: string) => pool({ tcp: { idleTimeout } }), ['0s', '999us', '1ms'], ['1.5ms']],
  ['http idleTimeout', (idleTimeout: string) => pool({ http: { idleTimeout } }), ...durations],
  [
    'keepalive',
    (http2KeepAlive: object) => pool({ http: { http2KeepAlive } }),
    [{ interval: '1s', timeout: '1s' }],
    [{}, { interval: '1s', timeout: '0s' }, { interval: '0.5ms', timeout: '1s' }],
  ],
  [
    'counts of HTTP',
    (field: object) => pool({ http: field }),
    each('http1MaxPendingRequests http2MaxRequests maxRequestsPerConnection maxRetries maxConcurrentStreams', 0),
    each('http1MaxPendingRequests http2MaxRequests maxRequestsPerConnection maxRetries maxConcurrentStreams', -1),
  ],
  ['counts of TCP', (maxConnections: number) => pool({ tcp: { maxConnections } }), [0, 1], [-1]],
  [
    'upgrades',
    (more: object) => pool({ http: more }),
    [{ h2UpgradePolicy: 'UPGRADE' }, { h2UpgradePolicy: 'DO_NOT_UPGRADE', useClientProtocol: true }],
    [{ h2UpgradePolicy: 'UPGRADE', useClientProtocol: true }],
  ],
  ['pools', pool, [{ tcp: {} }, { http: {} }], [{}]],
  [
    'Maglev',
    (tableSize: number) => hash({ useSourceIp: true, maglev: { tableSize } }),
    [1, 2, 3, 5, 9973, 4999999],
    [0, 4, 9, 15, 25, 5000011, 5000077],
  ],
  [
    'rings',
    (more: object) => hash({ useSourceIp: true, ...more }),
    [{ ringHash: { minimumRingSize: 1 } }, { minimumRingSize: 0, maglev: { tableSize: 2 } }],
    [
      { minimumRingSize: 1, maglev: { tableSize: 2 } },
      { minimumRingSize: 1, ringHash: {} },
    ],
  ],
  [
    'cookies',
    (httpCookie: object) => hash({ httpCookie }),
    [
      { name: 'a', ttl: '0s' },
      { name: 'a', attributes: [{ name: 'b' }, { name: 'c' }] },
    ],
    [{}, { name: 'a', attributes: [{ name: 'b' }, {}, { name: 'b' }] }],
  ],
  [
    'warmups',
    (warmup: object) => balancer({ warmup: { duration: '1s', ...warmup } }),
    [{}, { minimumPercent: 100 }, { aggression: 0.1 }],
    [{ duration: '0s' }, { minimumPercent: 101 }, { aggression: 0 }, { aggression: -1 }],
  ],
  [
    'both kinds of locality',
    balancer,
    [{ localityLbSetting: {} }, { zoneAwareLbSetting: {} }],
    [{ localityLbSetting: {}, zoneAwareLbSetting: {} }],
  ],
  [
    'weights',
    (weights: number[]) =>
      locality({ distribute: [{ from: 'a', to: Object.fromEntries(weights.map((weight, index) => [`r${index}`, weight])) }] }),
    [[100], [1, 99]],
    [[0, 100], [101], [50, 49], [], [100, 1]],
  ],
  [
    'regions to go to',
    (regions: string[]) =>
      locality({
        distribute: [{ from: 'a', to: Object.fromEntries(regions.map((name, index) => [name, index === 0 ? 101 - regions.length : 1])) }],
      }),
    [['a'], ['*'], ['a/*'], ['a/b/*'], ['a/b/c', 'a/b/d', 'a/e/c'], ['a', 'b'], ['a/b', 'a/c'], ['a/b/c/d']],
    [
      ['*', 'a'],
      ['a', 'a/b'],
      ['a/b', 'a'],
      ['a/*', 'a/b'],
      ['a/b', 'a/b/c'],
      ['a/b/c', 'a/b'],
      ['a/b/*', 'a/b/c'],
      ['a*b'],
      ['**'],
      ['a//b'],
      ['/a'],
      [''],
    ],
  ],
  [
    'regions to come from',
    (regions: string[]) => locality({ distribute: regions.map((from) => ({ from, to: { r: 100 } })) }),
    [
      ['a', 'b'],
      ['a/b', 'a/c'],
    ],
    [['a', 'a'], ['*', 'a'], ['a/']],
  ],
  [
    'failovers',
    (failover: object) => locality({ failover: [failover] }),
    [{ from: 'a', to: 'b' }],
    [{ from: 'a', to: 'a' }, {}, { from: 'a/b', to: 'c' }, { from: 'a', to: 'c/d' }, { from: '*', to: 'a' }, { from: 'a', to: 'b*' }],
  ],
  [
    'ways of a failover',
    locality,
    [
      { failoverPriority: ['a'] },
      { failover: [{ from: 'a', to: 'b' }], failoverPriority: ['c'] },
      { failoverPriority: ['topology.kubernetes.io/region'] },
    ],
    [
      { distribute: [{ from: 'a', to: { b: 100 } }], failover: [{ from: 'a', to: 'b' }] },
      ...['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'].map((label) => ({
        failover: [{ from: 'a', to: 'b' }],
        failoverPriority: ['c', label],
      })),
    ],
  ],
  [
    'labels of zones',
    (label: string) => balancer({ zoneAwareLbSetting: { failoverPriority: [label] } }),
    ['a'],
    ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'],
  ],
  [
    'failovers of what is never ejected',
    (loadBalancer: object) => policy({ loadBalancer }),
    [{ localityLbSetting: {} }, { localityLbSetting: { distribute: [{ from: 'a', to: { b: 100 } }] } }],
    [
      { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } },
      { localityLbSetting: { failoverPriority: ['a'] } },
      { zoneAwareLbSetting: { failoverPriority: ['a'] } },
    ],
  ],
  ['files beside a Secret', (field: object) => tls({ mode: 'SIMPLE', credentialName: 'a', ...field }), [{}], each(files, 'b')],
  ['files beside a Secret of both', (field: object) => tls({ mode: 'MUTUAL', credentialName: 'a', ...field }), [{}], each(files, 'b')],
  [
    'files of both',
    (more: object) => tls({ mode: 'MUTUAL', ...more }),
    [{ clientCertificate: 'a', privateKey: 'b' }],
    [{ clientCertificate: 'a' }, { privateKey: 'b' }, {}],
  ],
  ['files of another mode', (mode: string) => tls({ mode, clientCertificate: 'a', credentialName: 'b' }), ['DISABLE', 'ISTIO_MUTUAL'], []],
  [
    'unverified',
    (more: object) => tls({ mode: 'SIMPLE', insecureSkipVerify: true, ...more }),
    [{}, { mode: 'MUTUAL', credentialName: 'a' }, { mode: 'ISTIO_MUTUAL', subjectAltNames: ['a'] }],
    [
      { caCertificates: 'a' },
      { credentialName: 'a' },
      { subjectAltNames: ['a'] },
      { mode: 'MUTUAL', clientCertificate: 'a', privateKey: 'b', caCertificates: 'c', subjectAltNames: ['d'] },
    ],
  ],
  [
    'ConfigMaps',
    (credentialName: string) => tls({ mode: 'SIMPLE', credentialName }),
    ['configmap://demo/a', 'configmap:/b/c'],
    ['configmap://demo/', 'configmap:///a', 'configmap://other/a', 'configmap://'],
  ],
]);
