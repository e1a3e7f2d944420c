import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { Gateway } from '../gateway';
import { Server } from '../server';
import { Certificate } from './certificate';
import { Issuer, type IssuerProps } from './issuer';

const hosts = ['shop.example.com', '*.shop.example.com'];

test('an https server shows the certificate that cert-manager keeps', () => {
  expect(
    yamlOf((chart) => {
      const issuer = new Issuer(chart, 'lets-encrypt', { acme: { email: 'mesh@example.com' } });
      const certificate = new Certificate(chart, 'shop-certificate', { hosts, issuer });
      new Gateway(chart, 'shop', { servers: [Server.https({ hosts, credential: certificate })] });
    }),
  ).toMatchSnapshot();
});

test.each<[IssuerProps, object]>([
  [{ ca: 'root' }, { ca: { secretName: 'root' } }],
  [{ selfSigned: true }, { selfSigned: {} }],
])('an issuer of %j', (props, spec) => {
  expect(
    specOf(
      declared((chart) => void new Issuer(chart, 'issuer', props)),
      'Issuer',
    ),
  ).toEqual(spec);
});

test('an issuer made elsewhere is named', () => {
  const objects = declared((chart) => void new Certificate(chart, 'shop', { hosts, issuer: Issuer.fromName('corporate') }));
  expect(specOf(objects, 'Certificate').issuerRef).toEqual({ group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'corporate' });
});

test.each([
  ['EveryHost', ['*']],
  ['NoHosts', []],
  ['HostForm', ['https://a.example']],
])('%s is refused', (errorName, hosts) => {
  expect(refusal((chart) => new Certificate(chart, 'shop', { hosts, issuer: Issuer.fromName('corporate') }))).toMatchObject({ errorName });
});

test('an authority without a way to tell you is refused', () => {
  expect(refusal((chart) => new Issuer(chart, 'issuer', { acme: { email: 'nobody' } }))).toMatchObject({ errorName: 'EmailForm' });
});
