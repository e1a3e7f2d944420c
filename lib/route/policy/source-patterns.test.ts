import type { Attributes, PeerCertificate } from './attributes';
import { namespace, principal, serviceAccount, trustDomain } from './identity';
import { allOf, always, anyOf, type Matcher, never, not } from './matcher';
import { stringPattern } from './string-pattern';
import { claim, claimAt, namesInBrackets, requestPrincipal } from './token-conditions';

const seen = (more: object) => ({ peer: null, ...more }) as unknown as Attributes;
const shown = (uri: string) => seen({ peer: { uris: [uri] } });
const api = 'spiffe://cluster.local/ns/shop/sa/api';

// [pattern, trust domain and aliases of the mesh, name in the certificate, does it fit]
test.each<[string, readonly string[], string, boolean]>([
  ['cluster.local/ns/shop/sa/api', ['cluster.local'], api, true],
  ['cluster.local/ns/shop/sa/api', ['cluster.local'], `${api}x`, false],
  ['cluster.local/ns/shop/sa/api', ['cluster.local'], 'cluster.local/ns/shop/sa/api', false],
  ['cluster.local/ns/shop/sa/api', ['own', 'old'], 'spiffe://own/ns/shop/sa/api', true],
  ['cluster.local/ns/shop/sa/api', ['own', 'old'], 'spiffe://old/ns/shop/sa/api', true],
  ['cluster.local/ns/shop/sa/api', ['own', 'old'], api, false],
  ['old/ns/shop/sa/api', ['own', 'old'], 'spiffe://own/ns/shop/sa/api', true],
  ['other/ns/shop/sa/api', ['own', 'old'], 'spiffe://own/ns/shop/sa/api', false],
  ['other/ns/shop/sa/api', ['own', 'old'], 'spiffe://other/ns/shop/sa/api', true],
  ['o*/ns/shop/sa/api', ['own', 'old'], 'spiffe://own/ns/shop/sa/api', true],
  ['x*/ns/shop/sa/api', ['own', 'old'], 'spiffe://own/ns/shop/sa/api', false],
  ['*n/ns/shop/sa/api', ['own', 'old'], 'spiffe://own/ns/shop/sa/api', true],
  ['*n/ns/shop/sa/api', ['own', 'old'], 'spiffe://old/ns/shop/sa/api', true],
  ['*x/ns/shop/sa/api', ['own', 'old'], 'spiffe://old/ns/shop/sa/api', false],
  ['*/ns/shop/sa/api', ['own'], 'spiffe://any/ns/shop/sa/api', true],
  ['*/ns/shop/sa/api', ['own'], 'any/ns/shop/sa/api', false],
  ['*/sa/api', ['own'], 'spiffe://any/ns/x/sa/api', true],
  ['own/ns/shop*', ['own', 'old'], 'spiffe://own/ns/shop/sa/api', true],
  ['own/ns/shop*', ['own', 'old'], 'spiffe://old/ns/shop/sa/api', false],
  ['own/ns/shop/sa/*', ['own', 'old'], 'spiffe://old/ns/shop/sa/api', true],
  ['own/ns/shop/sa/api/x', ['own', 'old'], 'spiffe://old/ns/shop/sa/api/x', false],
  ['*', ['own'], 'anything', true],
])('principal %s in a mesh of %j: %s fits: %s', (pattern, trustDomains, name, expected) => {
  expect(principal(pattern, trustDomains)(shown(name))).toBe(expected);
});

// [what is asked, name in the certificate, does it fit]
test.each<[string, Matcher, string, boolean]>([
  ['namespace shop', namespace('shop'), api, true],
  ['namespace sho', namespace('sho'), api, false],
  ['namespace hop', namespace('hop'), api, false],
  ['namespace s*p', namespace('s*p'), api, true],
  ['namespace *', namespace('*'), api, true],
  ['namespace s.op', namespace('s.op'), api, false],
  ['account api of shop', serviceAccount('api', 'shop'), api, true],
  ['account api of other', serviceAccount('api', 'other'), api, false],
  ['account shop/api of other', serviceAccount('shop/api', 'other'), api, true],
  ['account ap', serviceAccount('ap', 'shop'), api, false],
  ['account pi', serviceAccount('pi', 'shop'), api, false],
  ['account with more behind', serviceAccount('api', 'shop'), `${api}/more`, true],
  ['account with more between', serviceAccount('api', 'shop'), 'spiffe://d/ns/shop/more/sa/api', true],
  ['trust domain', trustDomain('own', ['own']), 'spiffe://own/ns', true],
  ['trust domain as another begins', trustDomain('ow', ['own']), 'spiffe://own/ns', false],
  ['trust domain by its alias', trustDomain('own', ['own', 'old']), 'spiffe://old/ns', true],
  ['trust domain of others', trustDomain('else', ['own', 'old']), 'spiffe://old/ns', false],
  ['any trust domain', trustDomain('*', ['own']), 'spiffe://any/ns', true],
  ['any trust domain, of no such name', trustDomain('*', ['own']), 'any/ns', false],
  ['trust domain that ends so', trustDomain('*.org', ['own']), 'spiffe://a.org/ns', true],
  ['trust domain that ends otherwise', trustDomain('*.org', ['own']), 'spiffe://a.com/ns', false],
  ['trust domain that begins so', trustDomain('a.*', ['own']), 'spiffe://a.org/ns', true],
  ['trust domain with a star between', trustDomain('a*g', ['own']), 'spiffe://a.org/ns', true],
  ['a star takes no slash', trustDomain('a*g', ['own']), 'spiffe://a/g/ns', false],
])('%s', (_, matcher, name, expected) => {
  expect(matcher(shown(name))).toBe(expected);
});

test('a certificate shows URIs, DNS names and a subject; what is not known is not decided', () => {
  const wanted = principal('*', ['own']);
  const of = (peer: PeerCertificate | null | undefined) => wanted(seen({ peer }));
  expect([of(undefined), of(null), of({ uris: [] }), of({ uris: ['a'] })]).toEqual([undefined, false, false, true]);
  expect([of({ uris: [], dnsNames: ['a'] }), of({ uris: [], subject: 'a' }), of({ uris: [], dnsNames: [''] })]).toEqual([
    true,
    true,
    false,
  ]);
});

// [pattern, issuer, subject, does it fit]
test.each<[string, unknown, unknown, boolean]>([
  ['https://a/b', 'https://a', 'b', true],
  ['https://a/b', 'https://a', 'c', false],
  ['https://a/b', 'https://x', 'b', false],
  ['*', 'a', 'b', true],
  ['*', 'a', undefined, false],
  ['*', undefined, 'b', false],
  ['*', '', 'b', false],
  ['*b', 'a', 'xb', true],
  ['*b', 'a', 'bx', false],
  ['*/b', 'any', 'b', true],
  ['*/b', 'any', 'c', false],
  ['*.org/b', 'x.org', 'b', true],
  ['*.org/b', 'x.com', 'b', false],
  ['*.org/b', 'x.org', 'c', false],
  ['a*', 'ab', 'any', true],
  ['a*', 'ba', 'any', false],
  ['a/*', 'a', 'any', true],
  ['a/*', 'b', 'any', false],
  ['a/*', 'a', '', false],
  ['a/b*', 'a', 'bc', true],
  ['a/b*', 'a', 'cb', false],
  ['a', 'a', '', true],
  ['a', 'a', 'b', false],
])('request principal %s: issuer %j, subject %j: %s', (pattern, iss, sub, expected) => {
  expect(requestPrincipal([pattern])(seen({ claims: { iss, sub } }))).toBe(expected);
  expect(requestPrincipal(['none/none', pattern])(seen({ claims: { iss, sub } }))).toBe(expected);
});

test('without a token no principal fits; any token may have any but the wildcard, which it has', () => {
  expect(requestPrincipal(['*'])(seen({}))).toBe(false);
  expect(requestPrincipal(['a/b'])(seen({ claims: 'any' }))).toBeUndefined();
  expect(requestPrincipal(['a/b', '*'])(seen({ claims: 'any' }))).toBe(true);
});

// [path to a claim, patterns, claims, does it fit]
test.each<[readonly string[], readonly string[], unknown, boolean | undefined]>([
  [['a'], ['x'], { a: 'x' }, true],
  [['a'], ['x'], { a: 'y' }, false],
  [['a'], ['x'], { a: ['y', 'x'] }, true],
  [['a'], ['x'], { a: ['y', 1] }, false],
  [['a'], ['1'], { a: 1 }, false],
  [['a', 'b'], ['x*'], { a: { b: 'xy' } }, true],
  [['a', 'b'], ['x'], { a: 'x' }, false],
  [['a', '0'], ['x'], { a: ['x'] }, false],
  [['toString'], ['*'], {}, false],
  [['a', 'b'], ['x'], { a: null }, false],
  [['a'], ['x', 'y'], { a: 'y' }, true],
  [['a'], ['x'], undefined, false],
  [['a'], ['x'], 'any', undefined],
])('claim %j as %j of %j: %s', (path, patterns, claims, expected) => {
  expect(claim(path, patterns)(seen({ claims }))).toBe(expected);
});

test.each<[string, readonly string[] | undefined]>([
  ['[a]', ['a']],
  ['[a][b]', ['a', 'b']],
  ['[]', ['']],
  ['[a[b]]', ['a[b]']],
  ['[a][b', undefined],
  ['a]', undefined],
  ['a', undefined],
])('names in %s', (text, expected) => {
  expect(namesInBrackets(text)).toEqual(expected);
  expect(claimAt({ a: { b: 1 } }, ['a', 'b'])).toBe(1);
});

// [pattern, options, values that fit, values that do not]
test.each<[string, object, readonly string[], readonly string[]]>([
  ['a', {}, ['a'], ['A', 'ab', '']],
  ['a*', {}, ['a', 'ab'], ['ba', '']],
  ['*a', {}, ['a', 'ba'], ['ab', '']],
  ['*', {}, ['a'], ['']],
  ['*', { star: 'present' }, ['a', ''], []],
  ['A', { ignoreCase: true }, ['a', 'A'], ['b']],
  ['A*', { ignoreCase: true }, ['ab', 'AB'], ['b']],
  ['*A', { ignoreCase: true }, ['ba', 'BA'], ['ab']],
  ['a', { prefix: 'p/' }, ['p/a'], ['a']],
  ['a*', { prefix: 'p/' }, ['p/ab'], ['ab']],
  ['*a', { prefix: 'p/' }, ['p/a', 'p/ba'], ['a', 'xa', 'p/b']],
  ['*/a', { prefix: 'p/' }, ['p//a', 'p/x/a'], ['p/a']],
  ['*', { prefix: 'p/' }, ['x'], ['']],
])('the pattern %s, %j', (pattern, options, fitting, others) => {
  const fits = stringPattern(pattern, options);
  expect([...fitting, ...others].filter(fits)).toEqual(fitting);
});

test('conditions together: one that does not hold decides, what is not known does not', () => {
  const [yes, no, unknown]: readonly Matcher[] = [always, never, () => undefined];
  const asked = seen({});
  const table = (join: (matchers: readonly Matcher[]) => Matcher) =>
    [[], [yes], [no], [unknown], [yes, no], [yes, unknown], [unknown, no], [no, no], [yes, yes], [no, unknown, yes]].map((all) =>
      join(all as Matcher[])(asked),
    );
  expect(table(allOf)).toEqual([true, true, false, undefined, false, undefined, false, false, true, false]);
  expect(table(anyOf)).toEqual([false, true, false, undefined, true, true, undefined, false, true, true]);
  expect([yes, no, unknown].map((matcher) => matcher && not(matcher)(asked))).toEqual([false, true, undefined]);
});
