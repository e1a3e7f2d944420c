import { createSign, generateKeyPairSync } from 'node:crypto';
import { assumedToken } from './jwt';
import { attributes, policiesOf } from './policies.test.helper';
import { PolicyFilters } from './policy-filters';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256' }] });
const issuer = 'https://issuer.example.com';
const now = 1_800_000_000;

function token(claims: object, header: object = {}): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', kid: 'k1', ...header })}.${encode({ iss: issuer, sub: 'u', ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

const rule = (more = '') => `{jwtRules: [{issuer: "${issuer}", jwks: '${jwks}'${more}}]}`;

function ask(specs: string | readonly string[], headers: Readonly<Record<string, string>>, target = '/') {
  return new PolicyFilters(policiesOf(specs), { now }).decide(attributes({ headers, target, path: target.split('?')[0] }));
}

const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

describe('one issuer', () => {
  test.each<[string, string, Readonly<Record<string, string>>, number | undefined, string | undefined]>([
    ['no token: it goes on', rule(), {}, undefined, undefined],
    ['a good token', rule(), bearer(token({})), undefined, undefined],
    ['no token at all', rule(), bearer('nonsense'), 401, 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections'],
    ['a header that is no JSON', rule(), bearer('YQ.YQ.YQ'), 401, 'Jwt header is an invalid JSON'],
    ['an algorithm Envoy does not know', rule(), bearer(token({}, { alg: 'none' })), 401, 'Jwt header [alg] is not supported'],
    ['another issuer', rule(), bearer(token({ iss: 'x' })), 401, 'Jwt issuer is not configured'],
    ['expired', rule(), bearer(token({ exp: now - 61 })), 401, 'Jwt is expired'],
    ['expired less than a minute ago', rule(), bearer(token({ exp: now - 60 })), undefined, undefined],
    ['an end of 0 is none', rule(), bearer(token({ exp: 0 })), undefined, undefined],
    ['valid in a minute', rule(), bearer(token({ nbf: now + 60 })), undefined, undefined],
    ['not yet valid', rule(), bearer(token({ nbf: now + 61 })), 401, 'Jwt not yet valid'],
    ['another key', rule(), bearer(token({}, { kid: 'k2' })), 401, "Jwks doesn't have key to match kid or alg from Jwt"],
    ['a broken signature', rule(), bearer(`${token({}).slice(0, -8)}AAAAAAAA`), 401, 'Jwt verification fails'],
    ['another audience', rule(', audiences: [web]'), bearer(token({ aud: 'api' })), 403, 'Audiences in Jwt are not allowed'],
    ['an audience as a URL', rule(', audiences: [web.io]'), bearer(token({ aud: ['https://web.io/'] })), undefined, undefined],
    ['a claim of the wrong kind', rule(), bearer(token({ exp: 'soon' })), 401, 'Jwt payload [exp] field is not an integer'],
    ['elsewhere it is no token', rule(', fromHeaders: [{name: x-jwt}]'), bearer('nonsense'), undefined, undefined],
    [
      'a GET is no CORS preflight',
      rule(),
      { ...bearer('nonsense'), origin: 'a', 'access-control-request-method': 'GET' },
      401,
      expect.any(String),
    ],
  ])('%s', (_, spec, headers, status, body) => {
    const verdict = ask(spec, headers);
    expect([verdict.status, verdict.body]).toEqual([status, body]);
  });

  test.each<[string, Readonly<Record<string, string>>, number | undefined]>([
    ['a CORS preflight carries no credentials', { origin: 'a', 'access-control-request-method': 'GET' }, undefined],
    ['no preflight without the method it asks for', { origin: 'a' }, 401],
    ['no preflight without an origin', { 'access-control-request-method': 'GET' }, 401],
    ['no preflight with an empty origin', { origin: '', 'access-control-request-method': 'GET' }, 401],
  ])('%s', (_, headers, status) => {
    const filters = new PolicyFilters(policiesOf(rule()), { now });
    expect(filters.decide(attributes({ method: 'OPTIONS', headers: { ...bearer('nonsense'), ...headers } })).status).toBe(status);
  });

  test('where tokens may be', () => {
    const spec = rule(', fromHeaders: [{name: X-Jwt, prefix: "jwt "}], fromParams: [t], fromCookies: [c]');
    const claims = { sub: 'u' };
    expect(ask(spec, { 'x-jwt': `jwt ${token({})}` }).claims).toMatchObject(claims);
    expect(ask(spec, {}, `/?a=1&t=${token({})}`).claims).toMatchObject(claims);
    expect(ask(spec, { cookie: `a=1; c=${token({})}` }).claims).toMatchObject(claims);
    expect(ask(rule(), {}, `/?access_token=${token({})}`).claims).toMatchObject(claims);
  });

  test('the token goes no further unless it is forwarded, and claims go into headers', () => {
    const spec = rule(', outputPayloadToHeader: X-Payload, outputClaimToHeaders: [{header: x-sub, claim: sub}, {header: x-n, claim: n}]');
    const good = token({ n: 7 });
    const { changes } = ask(spec, bearer(good));
    expect(changes?.removed).toEqual(['x-payload', 'x-sub', 'x-n', 'authorization']);
    expect(changes?.added).toEqual([
      ['x-payload', good.split('.')[1]],
      ['x-sub', 'u'],
      ['x-n', '7'],
    ]);
    expect(ask(rule(', forwardOriginalToken: true'), bearer(good)).changes?.removed).toEqual([]);
  });

  test('scope is a list of words', () => {
    expect(ask(rule(), bearer(token({ scope: 'read write' }))).claims).toMatchObject({ scope: ['read', 'write'] });
  });

  test('a token given by its claims counts as signed', () => {
    const { claims, assumed } = ask(rule(), bearer(assumedToken({ iss: issuer, sub: 'u' })));
    expect(claims).toMatchObject({ sub: 'u' });
    expect(assumed).toHaveLength(1);
  });
});

describe('several issuers', () => {
  const specs = [`{jwtRules: [{issuer: b, jwks: '${jwks}'}]}`, `{jwtRules: [{issuer: a, jwks: '${jwks}'}]}`];
  test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['none', {}, undefined],
    ['of the first', bearer(token({ iss: 'a' })), undefined],
    ['of the second', bearer(token({ iss: 'b' })), undefined],
    ['of neither', bearer(token({ iss: 'c' })), 'Jwt issuer is not configured'],
    ['expired, of the second', bearer(token({ iss: 'b', exp: 1 })), 'Jwt is expired'],
  ])('a token: %s', (_, headers, body) => {
    expect(ask(specs, headers).body).toBe(body);
  });
});

test('a policy may require what authentication alone does not', () => {
  const required = '{action: DENY, rules: [{from: [{source: {notRequestPrincipals: ["*"]}}]}]}';
  expect(ask([rule(), required], {})).toMatchObject({ status: 403, body: 'RBAC: access denied' });
  expect(ask([rule(), required], bearer(token({}))).outcome).toBe('allowed');
});
