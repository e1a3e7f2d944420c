import { ClientTls } from './client-tls';
import { declared, specOf } from './declared.test.helper';
import { DestinationRule } from './destination-rule';

const tlsOf = (tls: ClientTls) =>
  (
    specOf(
      declared((chart) => new DestinationRule(chart, 'rule', { service: { host: 'api.bank.example' }, tls })),
      'DestinationRule',
    ).trafficPolicy as { readonly tls: object }
  ).tls;

test.each<[string, ClientTls, object]>([
  ['off', ClientTls.off(), { mode: 'DISABLE' }],
  ['of the mesh', ClientTls.istio({ sni: 'api.bank.example' }), { mode: 'ISTIO_MUTUAL', sni: 'api.bank.example' }],
  ['by the system’s CAs', ClientTls.simple(), { mode: 'SIMPLE' }],
  [
    'by a CA of one’s own',
    ClientTls.simple({ credential: 'bank-ca', subjectAltNames: ['api.bank.example'] }),
    { mode: 'SIMPLE', credentialName: 'bank-ca', subjectAltNames: ['api.bank.example'] },
  ],
  ['unverified', ClientTls.simple({ insecureSkipVerify: true }), { mode: 'SIMPLE', insecureSkipVerify: true }],
  ['with a Secret', ClientTls.mutual({ credential: 'bank-client' }), { mode: 'MUTUAL', credentialName: 'bank-client' }],
  [
    'with files',
    ClientTls.mutual({ clientCertificate: '/etc/c.pem', privateKey: '/etc/k.pem' }),
    { mode: 'MUTUAL', clientCertificate: '/etc/c.pem', privateKey: '/etc/k.pem' },
  ],
])('TLS %s', (_name, tls, expected) => {
  expect(tlsOf(tls)).toEqual(expected);
});

test.each<[string, () => ClientTls]>([
  ['TlsCredential', () => ClientTls.simple({ credential: 'bank-ca', caCertificates: '/etc/ca.pem' })],
  ['TlsUnverified', () => ClientTls.simple({ credential: 'bank-ca', insecureSkipVerify: true })],
  ['TlsUnverified', () => ClientTls.simple({ subjectAltNames: ['a.example'], insecureSkipVerify: true })],
  ['HostForm', () => ClientTls.istio({ sni: 'https://bank' })],
])('%s', (errorName, make) => {
  expect(make).toThrow(expect.objectContaining({ errorName }));
});
