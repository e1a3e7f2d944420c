import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assumedToken } from '../route/policy/jwt';
import { balancerOf, customOf, keysOf, senderOf } from './route-sender';

const folder = mkdtempSync(join(tmpdir(), 'sender-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a token is sent as bearer, claims count as signed', () => {
  const token = assumedToken({ iss: 'i' });
  expect(senderOf({ token: file('t.jwt', `${token}\n`) })).toEqual({ token, headers: { authorization: `Bearer ${token}` } });
  expect(senderOf({ token: file('c.json', '{"iss": "i"}') })).toEqual({ claims: { iss: 'i' }, headers: {} });
});

test('addresses and certificates', () => {
  expect(senderOf({ sourceIp: '203.0.113.7', xff: '10.0.0.1, ::1' })).toEqual({
    sourceIp: '203.0.113.7',
    headers: { 'x-forwarded-for': '10.0.0.1, ::1' },
  });
  expect(senderOf({ clientCert: 'spiffe://a/b' }).clientCertificate).toEqual({ uris: ['spiffe://a/b'] });
});

test('keys, of all issuers or of one', () => {
  const jwks = '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}';
  const path = file('keys.json', jwks);
  expect(keysOf({})).toEqual({});
  expect(keysOf({ jwks: [path, `https://a.example.com=${path}`] })).toEqual({ '*': jwks, 'https://a.example.com': jwks });
});

test('a load balancer', () => {
  expect([undefined, 'tls-load-balancer', 'tls-load-balancer:8080'].map((behind) => balancerOf({ behind }))).toEqual([
    undefined,
    { port: undefined },
    { port: 8080 },
  ]);
});

test.each([
  ['a load balancer that is none', () => balancerOf({ behind: 'alb' }), /is `tls-load-balancer`.*got `alb`/],
  ['a port of it that is none', () => balancerOf({ behind: 'tls-load-balancer:70000' }), /got `tls-load-balancer:70000`/],
  ['a token that is none', () => senderOf({ token: file('x', 'abc') }), /holds neither a JWT nor claims/],
  ['claims that are no JSON', () => senderOf({ token: file('x.json', '{a') }), /are no JSON/],
  ['a file without keys', () => keysOf({ jwks: [`i=${file('none.json', '{"keys": []}')}`] }), /none.json` holds no key/],
  ['keys that are no JSON', () => keysOf({ jwks: [file('x.txt', 'x')] }), /holds no key/],
  ['an address that is none', () => senderOf({ sourceIp: '300.1.1.1' }), /needs an IP address, got `300.1.1.1`/],
  ['an address in --xff', () => senderOf({ xff: '10.0.0.1, proxy' }), /got `proxy`/],
  ['a certificate that is none', () => senderOf({ clientCert: file('c.pem', 'x') }), /is no certificate/],
  ['an answer that is none', () => customOf({ custom: 'maybe' }), /got `maybe`/],
])('%s', (_, ask, message) => {
  expect(ask).toThrow(message);
});
