import { ConstructError } from '../../errors';
import { Jwks } from './jwks';

const key = { kty: 'RSA', n: 'n', e: 'AQAB' };

test('keys stand in the manifest, or are fetched', () => {
  expect(Jwks.inline({ keys: [key] }).spec).toEqual({ jwks: '{"keys":[{"kty":"RSA","n":"n","e":"AQAB"}]}' });
  expect(Jwks.at('https://a.example/jwks').spec).toEqual({ jwksUri: 'https://a.example/jwks' });
});

test.each([
  ['JwksForm', () => Jwks.inline({ keys: [] })],
  ['JwksForm', () => Jwks.inline({ keys: [{ n: 'n' }] })],
  ['PrivateKey', () => Jwks.inline({ keys: [key, { ...key, d: 'secret' }] })],
  ['PrivateKey', () => Jwks.inline({ keys: [{ kty: 'oct', k: 'secret' }] })],
  ['JwksUrl', () => Jwks.at('a.example/jwks')],
  ['JwksUrl', () => Jwks.at('file:///etc/keys')],
])('%s is told', (errorName, make) => {
  expect(make).toThrow(expect.objectContaining({ errorName }));
  expect(make).toThrow(ConstructError);
  expect(make).not.toThrow('secret');
});
