import { meshOf } from '../objects.test.helper';
import { gateway, redirect, server, simple } from './gateways.test.helper';
import { mergeServers } from './merged-servers';

/** Groups as `port protocol bind: servers`, tables, and what is dropped. */
function merged(servers: readonly object[], more: readonly object[] = []) {
  const { gateways } = meshOf([gateway('edge/g', servers), ...(more.length > 0 ? [gateway('edge/h', more)] : [])]);
  const { groups, tables, dropped } = mergeServers(gateways.all, ({ port: { number } }) => [number === 80 ? 8080 : number]);
  const text = (all: readonly { readonly gateway: { readonly name: string }; readonly index: number }[]) =>
    all.map((each) => `${each.gateway.name.slice(5)}${each.index}`).join(' ');
  return {
    groups: groups.map(({ port, protocol, bind, servers: own, table }) =>
      [`${port} ${protocol} ${bind}`.trim(), text(own), table].filter(Boolean).join(' | '),
    ),
    tables: [...tables].map(([name, own]) => `${name}: ${text(own)}`),
    dropped: dropped.map(({ server: own, reason }) => `${text([own])} ${reason}`),
  };
}

test.each<[string, readonly object[], readonly object[], object]>([
  ['one of HTTP', [server(80, 'HTTP')], [], { groups: ['8080 http | g0 | http.8080'], tables: ['http.8080: g0'], dropped: [] }],
  [
    'two of HTTP share a table, whichever Gateway has them',
    [server(80, 'HTTP'), server(8080, 'HTTP2')],
    [server(8080, 'HTTP')],
    { groups: ['8080 http | g0 g1 h0 | http.8080'], tables: ['http.8080: g0 g1 h0'], dropped: [] },
  ],
  [
    'two ports',
    [server(80, 'HTTP'), server(81, 'HTTP')],
    [],
    { groups: ['8080 http | g0 | http.8080', '81 http | g1 | http.81'], tables: ['http.8080: g0', 'http.81: g1'] },
  ],
  [
    'HTTP at two addresses',
    [server(80, 'HTTP'), server(80, 'HTTP', ['*'], { bind: '10.0.0.1' }), server(80, 'HTTP', ['a'], { bind: '10.0.0.1' })],
    [],
    {
      groups: ['8080 http | g0 | http.8080', '8080 http 10.0.0.1 | g1 g2 | http.8080.10.0.0.1'],
      tables: ['http.8080: g0', 'http.8080.10.0.0.1: g1 g2'],
      dropped: [],
    },
  ],
  [
    'TCP beside HTTP',
    [server(80, 'HTTP'), server(80, 'TCP')],
    [],
    { groups: ['8080 http | g0 | http.8080'], dropped: ['g1 port 8080 already serves http, which does not mix with tcp'] },
  ],
  [
    'HTTP beside TCP',
    [server(80, 'TCP'), server(80, 'HTTP')],
    [],
    { groups: ['8080 tcp | g0'], tables: [], dropped: ['g1 port 8080 already serves tcp, which does not mix with http'] },
  ],
  [
    'TCP twice',
    [server(80, 'TCP'), server(80, 'TCP')],
    [],
    { groups: ['8080 tcp | g0'], dropped: ['g1 port 8080 already serves tcp, which does not mix with tcp'] },
  ],
  [
    'HTTPS of several hosts',
    [
      server(443, 'HTTPS', ['a'], simple),
      server(443, 'HTTPS', ['b'], { ...simple, port: { number: 443, name: 'other', protocol: 'HTTPS' } }),
    ],
    [],
    {
      groups: ['443 https | g0 g1 | https.443.https-443.g.edge'],
      tables: ['https.443.https-443.g.edge: g0', 'https.443.other.g.edge: g1'],
      dropped: [],
    },
  ],
  [
    'HTTPS with one name twice',
    [server(443, 'HTTPS', ['a'], simple), server(443, 'HTTPS', ['b'], simple)],
    [server(443, 'HTTPS', ['c'], simple)],
    {
      groups: ['443 https | g0 h0 | https.443.https-443.g.edge'],
      tables: ['https.443.https-443.g.edge: g0', 'https.443.https-443.h.edge: h0'],
      dropped: ['g1 another HTTPS server of the Gateway on this port is called `https-443` too'],
    },
  ],
  [
    'one host with TLS twice',
    [server(443, 'HTTPS', ['a', 'b'], simple)],
    [server(443, 'HTTPS', ['c', 'b'], simple), server(444, 'HTTPS', ['a'], simple)],
    {
      groups: ['443 https | g0 | https.443.https-443.g.edge', '444 https | h1 | https.444.https-444.h.edge'],
      dropped: ['h0 an earlier server with `tls` on port 443 has host `b` too'],
    },
  ],
  [
    'one host with TLS at two addresses',
    [server(443, 'HTTPS', ['a'], simple)],
    [server(443, 'HTTPS', ['a'], { ...simple, bind: '10.0.0.1' })],
    {
      groups: ['443 https | g0 | https.443.https-443.g.edge', '443 https 10.0.0.1 | h0 | https.443.https-443.h.edge.10.0.0.1'],
      dropped: [],
    },
  ],
  [
    'TLS passed through beside TLS that ends',
    [server(443, 'TLS', ['a'], { tls: {} }), server(443, 'HTTPS', ['b'], simple)],
    [],
    { groups: ['443 tls | g0', '443 https | g1 | https.443.https-443.g.edge'], tables: ['https.443.https-443.g.edge: g1'], dropped: [] },
  ],
  [
    'plain HTTP after TLS',
    [server(443, 'HTTPS', ['a'], simple), server(443, 'HTTP', ['b'])],
    [server(443, 'HTTP', ['c'])],
    {
      groups: ['443 https | g0 | https.443.https-443.g.edge', '443 http | g1 h0 | http.443'],
      tables: ['https.443.https-443.g.edge: g0', 'http.443: g1 h0'],
      dropped: [],
    },
  ],
  [
    'TLS after plain HTTP',
    [server(443, 'HTTP', ['b']), server(443, 'HTTPS', ['a'], simple)],
    [],
    { groups: ['443 http | g0 | http.443'], dropped: ['g1 port 443 already serves http, which does not mix with https'] },
  ],
  [
    'a redirect is plain HTTP, and its hosts count as those with TLS',
    [server(80, 'HTTP', ['a'], redirect), server(80, 'HTTP', ['b'])],
    [server(80, 'HTTP', ['a'], redirect)],
    {
      groups: ['8080 http | g0 g1 | http.8080'],
      tables: ['http.8080: g0 g1'],
      dropped: ['h0 an earlier server with `tls` on port 8080 has host `a` too'],
    },
  ],
])('merged: %s', (_, servers, more, expected) => {
  expect(merged(servers, more)).toMatchObject(expected);
});
