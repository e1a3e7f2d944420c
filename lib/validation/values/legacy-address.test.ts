import { isStrictlyWithin, legacyAddress, legacyRange, specialAddress } from './legacy-address';

test.each([
  ['1.2.3.4', 'IPv4'],
  ['010.002.003.004', 'IPv4'],
  ['000.0.0.0', 'IPv4'],
  ['::1', 'IPv6'],
  ['2001:db8::ffff', 'IPv6'],
  ['::ffff:1.2.3.4', 'IPv4'],
  ['::1.2.3.004', 'IPv6'],
  ['fe80::1%eth0', undefined],
  ['1.2.3.256', undefined],
  ['1.2.3', undefined],
  ['', undefined],
])('address %j: %s', (text, family) => {
  expect(legacyAddress(text)?.family).toBe(family);
});

test.each([
  ['10.0.0.0/8', '00001010'],
  ['10.1.2.3/08', '00001010'],
  ['0.0.0.0/0', ''],
  ['128::/1', '0'],
  ['::ffff:10.0.0.0/104', '00001010'],
  ['10.0.0.0/33', undefined],
  ['::/129', undefined],
  ['10.0.0.0', undefined],
  ['10.0.0.0/8/8', undefined],
  ['10.0.0.0/-1', undefined],
])('range %j: %s', (text, prefix) => {
  expect(legacyRange(text)?.prefix).toBe(prefix);
});

test.each([
  ['10.1.0.0/16', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.0.0.0/8', false],
  ['10.0.0.0/8', '10.1.0.0/16', false],
  ['11.1.0.0/16', '10.0.0.0/8', false],
  ['2001:db8:1::/48', '2001:db8::/32', true],
  ['::/1', '0.0.0.0/0', false],
])('%s is within %s: %s', (inner, outer, isWithin) => {
  const ranges = [legacyRange(inner), legacyRange(outer)] as const;
  expect(ranges[0] && ranges[1] && isStrictlyWithin(ranges[0], ranges[1])).toBe(isWithin);
});

test.each([
  ['0.0.0.0', 'the unspecified address'],
  ['127.1.2.3', 'a loopback address'],
  ['::1', 'a loopback address'],
  ['fe80::1', 'a link-local address'],
  ['224.0.0.9', 'a link-local multicast address'],
  ['1.2.3.4', undefined],
  ['2001:db8::1', undefined],
])('%s is %s', (text, kind) => {
  const address = legacyAddress(text);
  expect(address && specialAddress(address)).toBe(kind);
});
