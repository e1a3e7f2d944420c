import { cases, said } from './said.test.helper';

const http = { number: 80, name: 'http', protocol: 'HTTP' };
const tcp = { number: 81, name: 'tcp', protocol: 'TCP' };

cases('ServiceEntry', [
  ['right', { hosts: ['a.com'], ports: [http], resolution: 'DNS' }, []],
  ['nothing', {}, ['IST0106 hosts']],
  ['any host', { hosts: ['*'], ports: [http] }, ['IST0106 hosts.0']],
  ['a wildcard inside a part', { hosts: ['*a.com'], ports: [http] }, ['IST0133 hosts.0']],
  [
    'addresses',
    { hosts: ['a.com'], addresses: ['10.0.0.0/8', 'x'], ports: [http], resolution: 'DNS' },
    ['IST0106 addresses.1', 'IST0106 addresses'],
  ],
  [
    'ports',
    { hosts: ['a.com'], addresses: ['10.0.0.1'], ports: [{ number: 0, name: 'a_b', protocol: 'X', targetPort: 70000 }, http, http] },
    [
      'IST0106 ports.0.targetPort',
      'IST0106 ports.0.name',
      'IST0106 ports.0.protocol',
      'IST0106 ports.0.number',
      'IST0106 ports.2.name',
      'IST0106 ports.2.number',
    ],
  ],
  ['TCP without address', { hosts: ['a.com'], ports: [tcp] }, ['IST0133 ports.0']],
  ['TCP that gets an address', { hosts: ['a.com'], ports: [tcp], resolution: 'STATIC' }, []],
  ['endpoints of none', { hosts: ['a.com'], ports: [http], endpoints: [{ address: '1.1.1.1' }] }, ['IST0106 endpoints']],
  ['a selector of none', { hosts: ['a.com'], ports: [http], workloadSelector: { labels: { a: 'b' } } }, ['IST0133 workloadSelector']],
  [
    'a selector and endpoints',
    {
      hosts: ['a.com'],
      ports: [http],
      resolution: 'STATIC',
      workloadSelector: { labels: { a: 'b' } },
      endpoints: [{ address: '1.1.1.1' }],
    },
    ['IST0106 endpoints'],
  ],
  [
    'a selector with a wildcard, after which nothing is said',
    { workloadSelector: { labels: { a: '*' } } },
    ['IST0106 workloadSelector.labels.a'],
  ],
  [
    'static endpoints',
    {
      hosts: ['a.com'],
      ports: [http],
      resolution: 'STATIC',
      endpoints: [{ address: 'b.com' }, { address: 'unix:///a', ports: { http: 1 } }, {}],
    },
    ['IST0106 endpoints.0.address', 'IST0106 endpoints.1.ports', 'IST0106 endpoints.2.address'],
  ],
  ['looked up hosts', { hosts: ['*.a.com'], ports: [http], resolution: 'DNS' }, ['IST0106 hosts.0']],
  [
    'looked up endpoints',
    { hosts: ['*.a.com'], ports: [http], resolution: 'DNS', endpoints: [{ address: 'a b', ports: { other: 0 } }] },
    ['IST0106 endpoints.0.address', 'IST0106 endpoints.0.ports.other', 'IST0106 endpoints.0.ports.other'],
  ],
  [
    'two endpoints in turn',
    { hosts: ['a.com'], ports: [http], resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'b.com' }, { address: 'c.com' }] },
    ['IST0106 endpoints'],
  ],
  [
    'several hosts of a TCP port',
    { hosts: ['a.com', 'b.com'], addresses: ['10.0.0.1'], ports: [tcp], resolution: 'DNS' },
    ['IST0133 hosts', 'IST0106 ports.0.protocol'],
  ],
  [
    'looked up when asked',
    { hosts: ['a.com'], addresses: ['10.0.0.1'], ports: [tcp], resolution: 'DYNAMIC_DNS' },
    ['IST0106 hosts.0', 'IST0106 addresses', 'IST0106 ports.0.protocol'],
  ],
  ['exported to none', { hosts: ['a.com'], ports: [http], exportTo: ['~'] }, []],
]);

cases('Sidecar', [
  ['right', { egress: [{ hosts: ['./*', 'istio-system/*'] }] }, []],
  ['nothing', { workloadSelector: { labels: {} } }, ['IST0106']],
  ['a selector without labels', { workloadSelector: {}, egress: [{ hosts: ['*/*'] }] }, ['IST0133 workloadSelector']],
  [
    'hosts',
    { egress: [{ hosts: ['a', '/a.b', 'a/b', 'A_/a.b', '~/*', '~a/b.c'] }] },
    ['IST0106 egress.0.hosts.0', 'IST0106 egress.0.hosts.1', 'IST0106 egress.0.hosts.2', 'IST0106 egress.0.hosts.3'],
  ],
  [
    'hosts twice',
    { egress: [{ hosts: ['./a.b', 'demo/a.b', 'demo/*', 'x/*', 'x/a.b'] }] },
    ['IST0133 egress.0.hosts.1', 'IST0133 egress.0.hosts.2', 'IST0133 egress.0.hosts.4'],
  ],
  ['everything and more', { egress: [{ hosts: ['*/*', 'a/b.c'] }] }, ['IST0133 egress.0.hosts']],
  ['no host', { egress: [{}] }, ['IST0106 egress.0.hosts']],
  ['a listener for the rest that is not the last', { egress: [{ hosts: ['*/*'] }, { hosts: ['*/*'], port: http }] }, ['IST0106 egress.0']],
  [
    'ports',
    {
      egress: [
        { hosts: ['*/*'], port: { ...http, targetPort: 1, name: 'a_b', protocol: 'X' } },
        { hosts: ['*/*'], port: http },
      ],
    },
    ['IST0106 egress.0.port.targetPort', 'IST0106 egress.0.port.name', 'IST0106 egress.0.port.protocol', 'IST0106 egress.1'],
  ],
  [
    'a socket',
    {
      egress: [
        { hosts: ['*/*'], port: { protocol: 'HTTP' }, bind: 'unix:///a' },
        { hosts: ['*/*'], port: { protocol: 'HTTP' }, bind: '1.1.1.1', captureMode: 'IPTABLES' },
      ],
    },
    ['IST0106 egress.1.bind', 'IST0106 egress.1.captureMode'],
  ],
  [
    'an inbound listener',
    { ingress: [{ port: http, defaultEndpoint: '127.0.0.1:80' }, { port: http }, {}] },
    ['IST0106 ingress.1.port.number', 'IST0106 ingress.2.port'],
  ],
  [
    'endpoints',
    {
      ingress: ['[::1]:80', ':80', 'unix:///a', '1.2.3.4:80', '127.0.0.1', '127.0.0.1:x', '127.0.0.1:0'].map((defaultEndpoint, index) => ({
        port: { ...http, number: index + 1 },
        defaultEndpoint,
      })),
    },
    [3, 4, 5, 6].map((index) => `IST0106 ingress.${index}.defaultEndpoint`),
  ],
  [
    'TLS',
    { ingress: [{ port: http, tls: { mode: 'ISTIO_MUTUAL', httpsRedirect: true } }] },
    ['IST0106 ingress.0.tls.httpsRedirect', 'IST0106 ingress.0.tls.mode', 'IST0106 ingress.0.tls'],
  ],
  ['HTTP settings of a TCP port', { ingress: [{ port: tcp, connectionPool: { http: {} } }] }, ['IST0133 ingress.0.connectionPool.http']],
  [
    'a proxy',
    { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: '*.a' } } },
    ['IST0106 outboundTrafficPolicy.egressProxy.host', 'IST0106 outboundTrafficPolicy.egressProxy.port'],
  ],
  [
    'a proxy for known hosts only',
    { outboundTrafficPolicy: { egressProxy: { host: 'a' } } },
    ['IST0106 outboundTrafficPolicy.egressProxy'],
  ],
]);

cases('WorkloadEntry', [
  ['right', { address: '10.0.0.1', ports: { http: 80 }, labels: { a: 'b' } }, []],
  ['a name', { address: 'vm.a.com' }, []],
  ['nothing', {}, ['IST0106 address']],
  ['a network only', { network: 'a' }, ['IST0133 address']],
  ['a socket with ports', { address: 'unix://a', ports: { http: 80 } }, ['IST0106 address', 'IST0106 ports']],
  [
    'what is no address',
    { address: 'a b', ports: { 'a b': 0 }, labels: { '': 'x' } },
    ['IST0106 address', 'IST0106 ports.a b', 'IST0106 ports.a b', 'IST0106 labels.'],
  ],
]);

cases('WorkloadGroup', [
  ['right', { template: {}, probe: { httpGet: { port: 80 } } }, []],
  ['no template', {}, ['IST0106 template']],
  ['a probe of nothing', { template: {}, probe: { periodSeconds: -1 } }, ['IST0106 probe.periodSeconds', 'IST0106 probe']],
  [
    'an HTTP probe',
    { template: {}, probe: { httpGet: { scheme: 'ftp', httpHeaders: [{ name: 'a_b' }] } } },
    ['IST0106 probe.httpGet.port', 'IST0106 probe.httpGet.scheme', 'IST0106 probe.httpGet.httpHeaders.0.name'],
  ],
  ['a probe by a command', { template: {}, probe: { exec: {} } }, ['IST0106 probe.exec.command']],
]);

cases('ProxyConfig', [
  ['right', { concurrency: 0 }, []],
  ['less than no threads', { concurrency: -1, selector: {} }, ['IST0133 selector.matchLabels', 'IST0106 concurrency']],
]);

describe('any kind', () => {
  test.each<[string, string, object, string[]]>([
    [
      'an internal annotation',
      'Sidecar',
      { annotations: { 'internal.istio.io/parents': 'a' } },
      ['IST0106 metadata.annotations.internal.istio.io/parents'],
    ],
    [
      'a dry run of anything',
      'Sidecar',
      { annotations: { 'istio.io/dry-run': 'true' } },
      ['IST0106 metadata.annotations.istio.io/dry-run'],
    ],
    ['a dry run of a policy', 'AuthorizationPolicy', { annotations: { 'istio.io/dry-run': 'true' } }, []],
    [
      'a dry run of a policy by something else',
      'AuthorizationPolicy',
      { annotations: { 'istio.io/dry-run': 'yes' } },
      ['IST0106 metadata.annotations.istio.io/dry-run'],
    ],
    ['labels that are no texts', 'AuthorizationPolicy', { labels: { a: 1 } }, ['IST0106 metadata.labels.a']],
  ])('%s', (_name, kind, metadata, expected) => {
    expect(said(kind, {}, metadata)).toEqual(expected);
  });

  test.each([
    ['w', 'MESH_INTERNAL', ['IST0106 location']],
    ['None', 'MESH_INTERNAL', []],
    ['', 'MESH_INTERNAL', []],
    ['w', 'MESH_EXTERNAL', []],
  ])('hosts of any name, looked up behind the waypoint %j, %s', (waypoint, location, expected) => {
    const spec = { hosts: ['*.a'], ports: [http], resolution: 'DYNAMIC_DNS', location };
    expect(said('ServiceEntry', spec, { labels: { 'istio.io/use-waypoint': waypoint } })).toEqual(expected);
  });

  test.each([
    ['false', ['IST0133 ports.0']],
    ['False', ['IST0133 ports.0']],
    ['true', []],
  ])('an address of its own is given unless the label says %s', (allocate, expected) => {
    const spec = { hosts: ['a.com'], ports: [tcp], resolution: 'STATIC' };
    expect(said('ServiceEntry', spec, { labels: { 'networking.istio.io/enable-autoallocate-ip': allocate } })).toEqual(expected);
  });

  test('what cannot be decoded is not judged further', () => {
    expect(said('Gateway', { servers: 'a' })).toEqual(['IST0106 servers']);
    expect(said('Gateway', 'a')).toEqual(['IST0106']);
  });

  test('other kinds get no word', () => {
    expect(said('Service', { ports: 'x' })).toEqual([]);
  });
});
