import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { IngressGateway } from '../edge/ingress-gateway';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { EndUserAuthentication, type EndUserAuthenticationProps } from './end-user-authentication';
import { Jwks } from './jwks';

const issuer = 'https://accounts.example.com';
const jwks = Jwks.inline({ keys: [{ kty: 'EC', crv: 'P-256', kid: 'one', x: 'x', y: 'y' }] });
const of = { namespace: 'shop', labels: { app: 'user' }, httpPorts: [8000] };

test('asks for a token, an audience and claims before a microservice', () => {
  const yaml = yamlOf((chart) => {
    new EndUserAuthentication(chart, 'sign-in', {
      of: new IngressGateway(chart, 'edge'),
      issuer,
      jwks,
      audiences: ['shop'],
      claims: { group: ['admin', 'staff'], 'realm.roles': ['buyer'] },
      openPaths: [Path.under('/public')],
    });
  });
  expect(yaml.slice(yaml.indexOf('apiVersion: security.istio.io/v1'))).toMatchSnapshot();
});

test('denies, so that no other policy can admit what it refuses', () => {
  const objects = declared((chart) => {
    const users = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
    new EndUserAuthentication(chart, 'sign-in', { of: users, issuer });
  });
  expect(specOf(objects, 'AuthorizationPolicy')).toEqual({
    selector: { matchLabels: { app: 'user' } },
    action: 'DENY',
    rules: [{ from: [{ source: { notRequestPrincipals: [`${issuer}/*`] } }], to: [{ operation: { ports: ['8000'] } }] }],
  });
  expect(specOf(objects, 'RequestAuthentication')).toEqual({ selector: { matchLabels: { app: 'user' } }, jwtRules: [{ issuer }] });
});

test.each([
  ['NoIssuer', 'no issuer', { issuer: '' }],
  ['IssuerForm', '`accounts`', { issuer: 'accounts' }],
  ['NoAudience', 'audiences', { audiences: [] }],
  ['NoClaimValue', '`group`', { claims: { group: [] } }],
  ['ClaimForm', '`a b`', { claims: { 'a b': ['x'] } }],
  ['CallPath', '`/.*`', { openPaths: [Path.matches('/.*')] }],
  ['NotHttp', 'HTTP', { of: { ...of, httpPorts: [] } }],
  ['NameForm', '`Sign_in`', { id: 'Sign_in' }],
] as const)('%s tells of %s', (errorName, told, { id = 'sign-in', ...props }: Partial<EndUserAuthenticationProps> & { id?: string }) => {
  const error = refusal((chart) => new EndUserAuthentication(chart, id, { of, issuer, ...props }));
  expect(error).toMatchObject({ errorName, details: { construct: `shop/${id}` } });
  expect(error.fact).toMatch(told);
});
