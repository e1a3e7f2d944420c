import { describe as described, quote } from './describe';
import { parseDuration } from './duration';
import { domainProblem, hostsOverlap, isHostWithin, wildcardDomainProblem } from './hosts';
import { isCidr, isIpAddress } from './ip-address';
import { dns1035LabelProblem, dnsLabelProblem, dnsSubdomainProblem, labelValueProblem, qualifiedNameProblem } from './names';
import { isQuantity } from './quantity';
import { regexProblem } from './regex';
import { parseRequestUri, parseUrl } from './url';

test.each([
  ['1s', 1_000_000_000n],
  ['1h2m3.5s', 3_723_500_000_000n],
  ['-.5ms', -500_000n],
  ['0', 0n],
  ['+0', 0n],
  ['3µs', 3_000n],
  ['', undefined],
  ['5', undefined],
  ['1d', undefined],
  ['.s', undefined],
  ['1 s', undefined],
  ['3000000h', undefined],
])('duration %j is %s nanoseconds', (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds);
});

test.each([
  ['10.0.0.1', true],
  ['256.0.0.1', false],
  ['10.0.0.01', false],
  ['10.0.0', false],
  ['::', true],
  ['fe80::1%eth0', true],
  ['fe80::1%', false],
  ['::ffff:1.2.3.4', true],
  ['1:2:3:4:5:6:7:8', true],
  ['1:2:3:4:5:6:7', false],
  ['1::2::3', false],
  ['1:2:3:4:5:6:7:1.2.3.4', false],
  ['g::', false],
])('address %j: %s', (text, isRight) => {
  expect(isIpAddress(text)).toBe(isRight);
});

test.each([
  ['10.0.0.0/8', true],
  ['10.0.0.0/33', false],
  ['10.0.0.0/08', false],
  ['::/128', true],
  ['::/129', false],
  ['fe80::%eth0/64', false],
  ['10.0.0.0', false],
])('range %j: %s', (text, isRight) => {
  expect(isCidr(text)).toBe(isRight);
});

test.each([
  ['https://a.com:443/x?y#z', { scheme: 'https', host: 'a.com:443' }],
  ['HTTP://a', { scheme: 'http', host: 'a' }],
  ['oci:x', { scheme: 'oci', host: '' }],
  ['/path', { scheme: '', host: '' }],
  ['a/b', { scheme: '', host: '' }],
  ['http://[::1]:80', { scheme: 'http', host: '[::1]:80' }],
  ['http://user:p%40@a', { scheme: 'http', host: 'a' }],
  ['a:b/c', { scheme: 'a', host: '' }],
  ['1a:b', undefined],
  [':a', undefined],
  ['http://a:x', undefined],
  ['http://a b', undefined],
  ['http://%41', undefined],
  ['/%zz', undefined],
  ['a\n', undefined],
])('URL %j', (text, url) => {
  expect(parseUrl(text)).toEqual(url);
});

test('a request needs a URL from the root', () => {
  expect(parseRequestUri('a/b')).toBeUndefined();
  expect(parseRequestUri('')).toBeUndefined();
  expect(parseRequestUri('/a')).toEqual({ scheme: '', host: '' });
});

test.each([
  ['a.example.com', true, true],
  ['Reviews', true, true],
  ['a.example.com.', true, true],
  ['*.example.com', false, true],
  ['*-a.example.com', false, true],
  ['*', false, true],
  ['a.*.com', false, false],
  ['1.2.3.4', false, false],
  ['a..b', false, false],
  ['a_b', false, false],
  ['-a', false, false],
  ['', false, false],
  ['a'.repeat(64), false, false],
  [`${'a.'.repeat(127)}aa`, false, false],
])('host %j is a name: %s, or a name with a wildcard: %s', (host, isName, isWildcardName) => {
  expect([domainProblem(host) === undefined, wildcardDomainProblem(host) === undefined]).toEqual([isName, isWildcardName]);
});

test.each([
  ['a.com', 'a.com', true],
  ['*.com', 'a.com', true],
  ['*.a.com', 'a.com', false],
  ['*.com', '*.a.com', true],
  ['*', 'a', true],
  ['*.a.com', '*.b.com', false],
])('hosts %j and %j overlap: %s', (one, other, overlap) => {
  expect([hostsOverlap(one, other), hostsOverlap(other, one)]).toEqual([overlap, overlap]);
});

test.each([
  ['a.com', '*.com', true],
  ['*.com', 'a.com', false],
  ['*.a.com', '*.com', true],
  ['*.com', '*.a.com', false],
  ['a.com', 'a.com', true],
])('host %j lies within %j: %s', (host, scope, isWithin) => {
  expect(isHostWithin(host, scope)).toBe(isWithin);
});

test.each([
  [dnsLabelProblem, 'a-1', true],
  [dnsLabelProblem, 'A', false],
  [dnsLabelProblem, 'a'.repeat(64), false],
  [dns1035LabelProblem, '1a', false],
  [dnsSubdomainProblem, '1.a-b', true],
  [dnsSubdomainProblem, 'a..b', false],
  [dnsSubdomainProblem, `${'a.'.repeat(127)}a`, false],
  [qualifiedNameProblem, 'example.com/App_1.x', true],
  [qualifiedNameProblem, 'Example.com/app', false],
  [qualifiedNameProblem, 'a/b/c', false],
  [qualifiedNameProblem, '', false],
  [labelValueProblem, '', true],
  [labelValueProblem, 'v1.', false],
])('%o takes %j: %s', (problemOf, name, isRight) => {
  expect(problemOf(name) === undefined).toBe(isRight);
});

test.each([
  ['100m', true],
  ['1.5Gi', true],
  ['1e3', true],
  ['.5', true],
  ['1 Gi', false],
  ['1GB', false],
  ['', false],
])('quantity %j: %s', (text, isRight) => {
  expect(isQuantity(text)).toBe(isRight);
});

test.each([
  ['a.*', true],
  ['(?i)a', true],
  ['\\pN+', true],
  ['(?=a)', false],
  ['(a)\\1', false],
  ['[', false],
  ['a{1001}', false],
])('regular expression %j: %s', (pattern, isRight) => {
  expect(regexProblem(pattern) === undefined).toBe(isRight);
});

test.each<[unknown, string]>([
  [undefined, '`null`'],
  [null, '`null`'],
  [[1], 'a list'],
  [{ a: 1 }, 'an object'],
  ['a', 'the string `a`'],
  [1.5, '`1.5`'],
  [false, '`false`'],
])('%j in a message: %s', (value, text) => {
  expect(described(value)).toBe(text);
});

test.each([
  ['a'.repeat(80), `\`${'a'.repeat(80)}\``],
  ['a'.repeat(81), `\`${'a'.repeat(77)}...\``],
  ['💡'.repeat(41), `\`${'💡'.repeat(38)}...\``],
])('%j is quoted as %s', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});
