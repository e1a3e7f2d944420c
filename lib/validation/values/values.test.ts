import { describe as described, quote } from './describe';
import { parseDuration } from './duration';
import { domainProblem, hostsOverlap, isHostWithin, wildcardDomainProblem } from './hosts';
import { isCidr, isIpAddress } from './ip-address';
import {
  dns1035LabelProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  labelValueProblem,
  pathSegmentProblem,
  qualifiedNameProblem,
  wildcardSubdomainProblem,
} from './names';
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
  ['2540400h10m10s', 9_145_440_610_000_000_000n],
  ['9223372036854775807ns', 9_223_372_036_854_775_807n],
  ['9223372036854775808ns', undefined],
  ['-9223372036854775808ns', -9_223_372_036_854_775_808n],
  ['-9223372036854775809ns', undefined],
  ['1ns1us1ms', 1_001_001n],
  ['1μs', 1_000n],
  ['2m', 120_000_000_000n],
  ['0.000000001s', 1n],
  ['1.s', 1_000_000_000n],
  ['-', undefined],
  ['--1s', undefined],
  ['1s-', undefined],
  ['a1s', undefined],
  ['1sa', undefined],
  [`${'0'.repeat(199)}s`, 0n],
  [`${'0'.repeat(200)}s`, undefined],
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
  ['1:2:3:4:5:6:1.2.3.4', true],
  ['1.2.3.4::', false],
  ['::1:2:3:4:5:6:7', true],
  ['::1:2:3:4:5:6:7:8', false],
  ['12345::', false],
  ['1:2:3:4:5:6:7:8:9', false],
  ['0.0.0.0', true],
  ['255.255.255.255', true],
  ['10.0.0.256', false],
  ['x10.0.0.1', false],
  ['10.0.0.1x', false],
  ['10.0.0.1.1', false],
  ['1000.0.0.1', false],
  ['', false],
  [':', false],
  ['::1%', false],
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
  ['0.0.0.0/0', true],
  ['10.0.0.0/32', true],
  ['10.0.0.0/', false],
  ['10.0.0.0/8x', false],
  ['10.0.0.0/x8', false],
  ['10.0.0.0/8/8', false],
  ['a/8', false],
  ['::1%a/64', false],
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
  ['a\u007f', undefined],
  ['*', { scheme: '', host: '' }],
  ['', { scheme: '', host: '' }],
  ['//a/b', { scheme: '', host: 'a' }],
  ['///a', { scheme: '', host: '' }],
  ['A+b.1-c:x', { scheme: 'a+b.1-c', host: '' }],
  ['a/b:c', { scheme: '', host: '' }],
  ['/a:b', { scheme: '', host: '' }],
  ['http://a:1:2', undefined],
  ['x://a:1:2', { scheme: 'x', host: 'a:1:2' }],
  ['x://a:y', undefined],
  ['http://[::1', undefined],
  ['http://[::1]x', undefined],
  ['http://[1.2.3.4]', undefined],
  ['http://a[::1]', undefined],
  ['http://[fe80::1%25eth0]:80/', { scheme: 'http', host: '[fe80::1%25eth0]:80' }],
  ['http://u@v@a', { scheme: 'http', host: 'a' }],
  ['http://u:p@a', { scheme: 'http', host: 'a' }],
  ['http://u p@a', undefined],
  ['http://a/%zz', undefined],
  ['http://a?%zz', { scheme: 'http', host: 'a' }],
  ['http://a#%zz', undefined],
  ['http://a#%41', { scheme: 'http', host: 'a' }],
  ['http://é', { scheme: 'http', host: 'é' }],
  ['http://%C3%A9', { scheme: 'http', host: '%C3%A9' }],
  ['%zz', undefined],
  ['http:a', { scheme: 'http', host: '' }],
  ['http:///a', { scheme: 'http', host: '' }],
])('URL %j', (text, url) => {
  expect(parseUrl(text)).toEqual(url);
});

test('a request needs a URL from the root', () => {
  expect(parseRequestUri('a/b')).toBeUndefined();
  expect(parseRequestUri('')).toBeUndefined();
  expect(parseRequestUri('/a')).toEqual({ scheme: '', host: '' });
  expect(parseRequestUri('//a/b')).toEqual({ scheme: '', host: '' });
  expect(parseRequestUri('http://a')).toEqual({ scheme: 'http', host: 'a' });
  expect(parseRequestUri('*')).toEqual({ scheme: '', host: '' });
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
  [`${'a.'.repeat(127)}a`, true, true],
  ['a'.repeat(63), true, true],
  [`*${'a'.repeat(62)}`, false, true],
  [`*${'a'.repeat(63)}`, false, false],
  ['*.', false, true],
  ['.', false, false],
  ['.a', false, false],
  ['a.-b', false, false],
  ['a.b-', false, false],
  ['a.1', false, false],
  ['a.+1', false, false],
  ['a.9223372036854775808', true, true],
  ['1.a', true, true],
  ['*1', false, true],
  ['*a*', false, false],
  ['**', false, false],
  ['*-', false, false],
  ['A.B', true, true],
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
  ['*.com', '*.com', true],
  ['*', '*.com', true],
  ['a.com', 'b.com', false],
  ['*.com', 'com', false],
])('hosts %j and %j overlap: %s', (one, other, overlap) => {
  expect([hostsOverlap(one, other), hostsOverlap(other, one)]).toEqual([overlap, overlap]);
});

test.each([
  ['a.com', '*.com', true],
  ['*.com', 'a.com', false],
  ['*.a.com', '*.com', true],
  ['*.com', '*.a.com', false],
  ['a.com', 'a.com', true],
  ['b.com', 'a.com', false],
  ['*.com', '*.com', true],
  ['*', '*', true],
  ['*.com', '*', true],
  ['*', '*.com', false],
  ['a.org', '*.com', false],
  ['*.a.org', '*.com', false],
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

const long = 'a'.repeat(64);
const longer = `${'a.'.repeat(126)}a`;
test.each<[string, (name: string) => string | undefined, readonly string[]]>([
  ['a label', dnsLabelProblem, ['a', 'a'.repeat(63), long, '', '-a', 'a-', 'a.b', 'xA']],
  ['a label of a Service', dns1035LabelProblem, ['a', '1', long, 'A']],
  ['a subdomain', dnsSubdomainProblem, [longer, `${longer}a`, 'a.b', 'a..b', '']],
  ['a wildcard', wildcardSubdomainProblem, ['*.a', `*.${longer.slice(2)}`, `*.${longer}`, '*', '*a', '*.A']],
  ['a segment of a path', pathSegmentProblem, ['a', '...', '.', '..', 'a/b', 'a%b']],
  ['a key', qualifiedNameProblem, ['a/b', 'A/b', '/b', 'a/', 'a/b/c', '', '-', 'a_', `a/${long}`, `${longer}a/b`]],
  ['a value of a label', labelValueProblem, ['', 'A_b.c-1', long, '-a', 'a-', 'a b']],
])('what is wrong with %s', (_name, problemOf, names) => {
  expect(
    names.map((name) => `${JSON.stringify(name.length > 20 ? `${name.length} characters` : name)} ${problemOf(name) ?? 'is right'}`),
  ).toMatchSnapshot();
});

test.each([
  ['100m', true],
  ['1.5Gi', true],
  ['1e3', true],
  ['.5', true],
  ['1 Gi', false],
  ['+1', true],
  ['-1.5', true],
  ['1.', true],
  ['m', true],
  ['1e-3', true],
  ['1E+3', true],
  ['1e', false],
  ['1K', false],
  ['x1', false],
  ['1..5', false],
  ['1ki', false],
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
