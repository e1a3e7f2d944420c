import { constants, createHmac, createSign, generateKeyPairSync, sign } from 'node:crypto';
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
    const sent = token({ n: 7 });
    const { changes } = ask(spec, bearer(sent));
    expect(changes?.removed).toEqual(['x-payload', 'x-sub', 'x-n', 'authorization']);
    expect(changes?.added).toEqual([
      ['x-payload', sent.split('.')[1]],
      ['x-sub', 'u'],
      ['x-n', '7'],
    ]);
    expect(ask(rule(', forwardOriginalToken: true'), bearer(sent)).changes?.removed).toEqual([]);
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

/** A token of sections as they are written, or of what is to be encoded. */
function written(header: unknown, payload: unknown, signature = 'AAAA'): string {
  const section = (value: unknown) => (typeof value === 'string' ? value : Buffer.from(JSON.stringify(value)).toString('base64url'));
  return [section(header), section(payload), signature].join('.');
}

const rs256 = { alg: 'RS256' };

// [what is wrong, the token, what Envoy says of it]; Envoy names the first fault
test.each<[string, string, string]>([
  ['two sections', 'YQ.YQ', 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections'],
  ['four sections', 'YQ.YQ.YQ.YQ', 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections'],
  ['an empty section', 'YQ..YQ', 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections'],
  ['a header that is no Base64url', written('A+==', {}), 'Jwt header is an invalid Base64url encoded'],
  ['a header of one character too many', written('AAAAA', {}), 'Jwt header is an invalid Base64url encoded'],
  ['a header that is no JSON', written('YQ', {}), 'Jwt header is an invalid JSON'],
  ['a header that is a list', written([1], {}), 'Jwt header is an invalid JSON'],
  ['a header that is null', written(null, {}), 'Jwt header is an invalid JSON'],
  ['no algorithm', written({}, {}), 'Jwt header [alg] field is required and must be a string'],
  ['an algorithm that is a number', written({ alg: 1 }, {}), 'Jwt header [alg] field is required and must be a string'],
  ['an algorithm of another size', written({ alg: 'RS1' }, {}), 'Jwt header [alg] is not supported'],
  ['a key that is a number', written({ ...rs256, kid: 1 }, {}), 'Jwt header [kid] field is not a string'],
  ['a payload that is no Base64url', written(rs256, 'A+=='), 'Jwt payload is an invalid Base64url encoded'],
  ['a payload that is no JSON', written(rs256, 'YQ'), 'Jwt payload is an invalid JSON'],
  ['an issuer that is a number', written(rs256, { iss: 1 }), 'Jwt payload [iss] field is not a string'],
  ['a subject that is a number', written(rs256, { sub: 1 }), 'Jwt payload [sub] field is not a string'],
  ['a time of issue that is text', written(rs256, { iat: '1' }), 'Jwt payload [iat] field is not an integer'],
  ['a begin that is text', written(rs256, { nbf: '1' }), 'Jwt payload [nbf] field is not an integer'],
  ['an end that is text', written(rs256, { exp: '1' }), 'Jwt payload [exp] field is not an integer'],
  ['a time of issue below 0', written(rs256, { iat: -1 }), 'Jwt payload [iat] field is not a positive 64 bit integer'],
  ['a begin below 0', written(rs256, { nbf: -1 }), 'Jwt payload [nbf] field is not a positive 64 bit integer'],
  ['an end of too many bits', written(rs256, { exp: 2 ** 63 }), 'Jwt payload [exp] field is not a positive 64 bit integer'],
  ['an identifier that is a number', written(rs256, { jti: 1 }), 'Jwt payload [jti] field is not a string'],
  ['an audience that is a number', written(rs256, { aud: 1 }), 'Jwt payload [aud] field is not a string or string list'],
  ['an audience among which is a number', written(rs256, { aud: ['a', 1] }), 'Jwt payload [aud] field is not a string or string list'],
  ['a signature that is no Base64url', written(rs256, {}, 'A+'), 'Jwt signature is an invalid Base64url encoded'],
  ['the header before the payload', written({}, { iss: 1 }), 'Jwt header [alg] field is required and must be a string'],
  ['no fault but the issuer', written(rs256, { iat: 0, nbf: 0, exp: 0, jti: 'a', aud: ['a', 'b'] }), 'Jwt issuer is not configured'],
])('a token with %s', (_, value, body) => {
  const verdict = ask(rule(), bearer(value));
  expect(verdict).toMatchObject({ outcome: 'denied', status: 401, body, reason: `${body} (RequestAuthentication shop/p0)` });
});

// [audiences of the rule, of the token, is it accepted]
test.each<[string, unknown, boolean]>([
  ['[]', 'api', true],
  ['[web]', ['api', 'web'], true],
  ['[web]', ['api'], false],
  ['[web]', undefined, false],
  ['[""]', undefined, true],
  ['["https://web/"]', 'web', true],
  ['[web]', 'http://web', true],
  ['[web]', 'ftp://web', false],
  ['[web]', 'web//', false],
])('audiences %s: a token for %j', (audiences, aud, isAccepted) => {
  const { outcome, status } = ask(rule(`, audiences: ${audiences}`), bearer(token({ aud })));
  expect([outcome, status]).toEqual(isAccepted ? ['allowed', undefined] : ['denied', 403]);
});

const own = ', fromHeaders: [{name: X-Jwt, prefix: "jwt "}, {name: x-plain}], fromParams: [t], fromCookies: [c]';
const good = token({});
const bad = 'nonsense';

// [where the token is, headers, target, is one found, what is taken out of the request]
test.each<[string, Readonly<Record<string, string>>, string, string, readonly string[]]>([
  ['a header with its prefix', { 'x-jwt': `jwt ${good}` }, '/', 'allowed', ['x-jwt']],
  ['a header with more before the prefix', { 'x-jwt': `a jwt ${good}` }, '/', 'allowed', ['x-jwt']],
  ['a header with more behind the prefix', { 'x-jwt': `jwt   ${good}` }, '/', 'allowed', ['x-jwt']],
  ['a header with nothing behind the prefix', { 'x-jwt': 'jwt  ' }, '/', 'denied', []],
  ['a header without its prefix', { 'x-jwt': good }, '/', 'none', []],
  ['a header without a prefix', { 'x-plain': good }, '/', 'allowed', ['x-plain']],
  ['a header where none is looked for', { authorization: `Bearer ${good}` }, '/', 'none', []],
  ['a parameter', {}, `/?a=1&t=${good}`, 'allowed', ['t']],
  ['a parameter whose name is encoded', {}, `/?%74=${good}`, 'allowed', ['t']],
  ['the first of two parameters', {}, `/?t=${bad}&t=${good}`, 'denied', []],
  ['a parameter that is encoded', {}, `/?t=${good.replaceAll('.', '%2E')}`, 'allowed', ['t']],
  ['a parameter without a value', {}, '/?t', 'denied', []],
  ['another parameter', {}, `/?a=${good}`, 'none', []],
  ['no query', {}, `/t=${good}`, 'none', []],
  ['a cookie', { cookie: `a=1; c=${good}` }, '/', 'allowed', []],
  ['a cookie in quotes', { cookie: `c="${good}"` }, '/', 'allowed', []],
  ['a cookie of one quote', { cookie: 'c="' }, '/', 'denied', []],
  ['a cookie with a quote at its end', { cookie: `c=${good}"` }, '/', 'denied', []],
  ['a cookie with a quote at its begin', { cookie: `c="${good}` }, '/', 'denied', []],
  ['the first of two cookies', { cookie: `c=${bad}; c=${good}` }, '/', 'denied', []],
  ['a cookie that is none', { cookie: 'c' }, '/', 'none', []],
  ['a good header and a bad parameter', { 'x-plain': good }, `/?t=${bad}`, 'denied', []],
  ['a good header and a good parameter', { 'x-plain': good }, `/?t=${good}`, 'allowed', ['x-plain', 't']],
])('a token in %s', (_, headers, target, expected, taken) => {
  const { outcome, claims, changes } = ask(rule(own), headers, target);
  expect(outcome === 'allowed' && !claims ? 'none' : outcome).toBe(expected);
  expect([...(changes?.removed ?? []), ...(changes?.parameters ?? [])]).toEqual(taken);
});

// [claim, the value in the token, what the header holds]
test.each<[string, unknown, string | undefined]>([
  ['n', 'text', 'text'],
  ['n', '', undefined],
  ['n', 0, '0'],
  ['n', 7, '7'],
  ['n', 1e15, '1000000000000000'],
  ['n', -7, '-7.000000'],
  ['n', 1.5, '1.500000'],
  ['n', true, 'true'],
  ['n', false, 'false'],
  ['n', null, undefined],
  ['n', ['a'], undefined],
  ['n', { a: 'b' }, undefined],
  ['n.a', { a: 'b' }, 'b'],
  ['n.a', null, undefined],
  ['n.a', undefined, undefined],
])('the claim %s of %j in a header', (claim, n, value) => {
  const { changes } = ask(rule(`, outputClaimToHeaders: [{header: X-N, claim: ${claim}}]`), bearer(token({ n })));
  expect(changes?.added).toEqual(value === undefined ? [] : [['x-n', value]]);
  expect(changes?.removed).toEqual(['x-n', 'authorization']);
});

test('a header for a claim is removed where no token is sent', () => {
  expect(ask(rule(', outputClaimToHeaders: [{header: X-N, claim: n}]'), {}).changes).toEqual({
    removed: ['x-n'],
    added: [],
    parameters: [],
    forwarded: true,
  });
  expect(ask(rule(), {}).changes).toBeUndefined();
});

test.each<[string, object]>([
  ['read  write', { words: ['read', 'write'] }],
  ['', { words: [] }],
])('a claim of words: %j', (words, expected) => {
  expect(ask(rule(', spaceDelimitedClaims: [words]'), bearer(token({ words }))).claims).toMatchObject(expected);
  expect(ask(rule(), bearer(token({ words }))).claims).toMatchObject({ words });
});

describe('keys', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const signedText = (alg: string) => written({ alg }, { iss: issuer }).split('.').slice(0, 2).join('.');
  const signed = (alg: string, of: (text: string) => Buffer) => `${signedText(alg)}.${of(signedText(alg)).toString('base64url')}`;
  const secret = Buffer.from('secret');
  const oct = { kty: 'oct', k: secret.toString('base64url') };
  const rsa = publicKey.export({ format: 'jwk' });
  const hmac = (alg: string, hash: string) => signed(alg, (text) => createHmac(hash, secret).update(text).digest());
  const byRsa = (alg: string, hash: string) => signed(alg, (text) => sign(hash, Buffer.from(text), privateKey));
  const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
  const matches = "Jwks doesn't have key to match kid or alg from Jwt";
  const fails = 'Jwt verification fails';

  test.each<[string, unknown, string, string | undefined]>([
    ['a secret', { keys: [oct] }, hmac('HS256', 'sha256'), undefined],
    ['a secret, of another hash', { keys: [oct] }, hmac('HS384', 'sha384'), undefined],
    ['a secret, of a third hash', { keys: [oct] }, hmac('HS512', 'sha512'), undefined],
    ['a secret, and a hash that the token does not name', { keys: [oct] }, hmac('HS256', 'sha384'), fails],
    ['another secret', { keys: [{ ...oct, k: 'AAAA' }] }, hmac('HS256', 'sha256'), fails],
    ['a secret that is not there', { keys: [{ kty: 'oct' }] }, hmac('HS256', 'sha256'), fails],
    ['RSA', { keys: [rsa] }, byRsa('RS512', 'sha512'), undefined],
    ['RSA with salt', { keys: [rsa] }, signed('PS256', (text) => sign('sha256', Buffer.from(text), pss)), undefined],
    [
      'RSA with salt, by the name of that without',
      { keys: [rsa] },
      signed('RS256', (text) => sign('sha256', Buffer.from(text), pss)),
      fails,
    ],
    ['RSA, by the name of a curve', { keys: [rsa] }, byRsa('ES256', 'sha256'), fails],
    [
      'a curve',
      { keys: [ec.publicKey.export({ format: 'jwk' })] },
      signed('ES256', (text) => sign('sha256', Buffer.from(text), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })),
      undefined,
    ],
    [
      'a curve of Edwards',
      { keys: [ed.publicKey.export({ format: 'jwk' })] },
      signed('EdDSA', (text) => sign(null, Buffer.from(text), ed.privateKey)),
      undefined,
    ],
    ['a key for another algorithm', { keys: [{ ...rsa, alg: 'RS512' }] }, byRsa('RS256', 'sha256'), matches],
    ['a key for this algorithm', { keys: [{ ...rsa, alg: 'RS256' }] }, byRsa('RS256', 'sha256'), undefined],
    ['a key with a name, where the token names none', { keys: [{ ...rsa, kid: 'k9' }] }, byRsa('RS256', 'sha256'), undefined],
    ['the second of two keys', { keys: [oct, rsa] }, byRsa('RS256', 'sha256'), undefined],
    ['a key that is none beside one that is', { keys: [{ kty: 'RSA' }, rsa] }, byRsa('RS256', 'sha256'), undefined],
    ['keys that are none', { keys: [{ kty: 'RSA' }] }, byRsa('RS256', 'sha256'), "Jwks doesn't have any valid public key"],
    ['no list', { keys: 'k' }, byRsa('RS256', 'sha256'), "Jwks doesn't have any valid public key"],
  ])('%s', (_, keys, value, body) => {
    expect(ask(`{jwtRules: [{issuer: "${issuer}", jwks: '${JSON.stringify(keys)}'}]}`, bearer(value)).body).toBe(body);
  });

  test('that are no JSON', () => {
    expect(ask(`{jwtRules: [{issuer: "${issuer}", jwks: 'nonsense'}]}`, bearer(good)).body).toBe("Jwks doesn't have any valid public key");
  });

  test('that istiod fetches count as those that the token is signed with', () => {
    const { outcome, assumed } = ask(`{jwtRules: [{issuer: "${issuer}"}]}`, bearer(good));
    expect([outcome, assumed]).toEqual([
      'allowed',
      [`istiod fetches the keys of issuer \`${issuer}\` for RequestAuthentication shop/p0, so the signature counts as valid`],
    ]);
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
    ['expired, of the first', bearer(token({ iss: 'a', exp: 1 })), 'Jwt is expired'],
    ['no token at all', bearer('nonsense'), 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections'],
  ])('a token: %s', (_, headers, body) => {
    expect(ask(specs, headers).body).toBe(body);
  });
});

test.each<[string, readonly string[], string, number, string]>([
  [
    'two faults: the first of them',
    [', audiences: [x]', ''],
    'k2',
    403,
    'Audiences in Jwt are not allowed (RequestAuthentication shop/p0)',
  ],
  [
    'two faults the other way round',
    ['', ', audiences: [x]'],
    'k2',
    401,
    "Jwks doesn't have key to match kid or alg from Jwt (RequestAuthentication shop/p0)",
  ],
  [
    'a fault behind none',
    [', fromHeaders: [{name: x-jwt}]', ', audiences: [x]'],
    'k1',
    403,
    'Audiences in Jwt are not allowed (RequestAuthentication shop/p1)',
  ],
  [
    'a fault before none',
    [', audiences: [x]', ', fromHeaders: [{name: x-jwt}]'],
    'k1',
    403,
    'Audiences in Jwt are not allowed (RequestAuthentication shop/p0)',
  ],
])('two rules of one issuer: %s', (_, rules, kid, status, reason) => {
  const verdict = ask([...rules].map(rule), bearer(token({ aud: 'y' }, { kid })));
  expect([verdict.status, verdict.reason]).toEqual([status, reason]);
});

test('a policy may require what authentication alone does not', () => {
  const required = '{action: DENY, rules: [{from: [{source: {notRequestPrincipals: ["*"]}}]}]}';
  expect(ask([rule(), required], {})).toMatchObject({ status: 403, body: 'RBAC: access denied' });
  expect(ask([rule(), required], bearer(token({}))).outcome).toBe('allowed');
});
