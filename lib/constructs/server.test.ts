import { declared, specOf } from './declared.test.helper';
import { Gateway } from './gateway';
import { Server } from './server';

const hosts = ['shop.example.com'];
const credential = 'shop-certificate';
const serverOf = (server: Server) =>
  (
    specOf(
      declared((chart) => new Gateway(chart, 'edge', { servers: [server] })),
      'Gateway',
    ).servers as object[]
  )[0];

test.each<[string, Server, object]>([
  ['a certificate that the caller may show', Server.https({ hosts, credential, mutual: 'optional' }), { mode: 'OPTIONAL_MUTUAL' }],
  [
    'a certificate that it must show, of one name',
    Server.https({ hosts, credential, mutual: true, subjectAltNames: ['till.example.com'] }),
    { mode: 'MUTUAL', subjectAltNames: ['till.example.com'] },
  ],
  [
    'TLS 1.2 alone, with chosen ciphers',
    Server.https({ hosts, credential, maxTls: '1.2', cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'] }),
    { minProtocolVersion: 'TLSV1_2', maxProtocolVersion: 'TLSV1_2', cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'] },
  ],
  ['certificates of the mesh', Server.istioMutual({ hosts }), { mode: 'ISTIO_MUTUAL' }],
  ['between clusters', Server.autoPassthrough({ hosts: ['*.local'] }), { mode: 'AUTO_PASSTHROUGH' }],
])('%s', (_name, server, tls) => {
  expect(serverOf(server)).toMatchObject({ tls });
});

test.each<[Server, object]>([
  [Server.tls({ hosts, credential, port: 6380 }), { number: 6380, name: 'tls', protocol: 'TLS' }],
  [Server.grpc({ hosts }), { number: 80, name: 'grpc', protocol: 'GRPC' }],
  [Server.istioMutual({ hosts, protocol: 'tls', port: 8443 }), { number: 8443, name: 'tls', protocol: 'TLS' }],
  [Server.autoPassthrough({ hosts: ['*.local'] }), { number: 15443, name: 'tls', protocol: 'TLS' }],
])('its port is %#', (server, port) => {
  expect(serverOf(server)).toMatchObject({ port });
});

test('the newest TLS is not older than the oldest', () => {
  expect(() => Server.https({ hosts, credential, minTls: '1.3', maxTls: '1.2' })).toThrow(
    expect.objectContaining({ errorName: 'TlsVersions', details: { fix: "minTls: '1.2'" } }),
  );
});
