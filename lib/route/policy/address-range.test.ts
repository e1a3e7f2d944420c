import { addressRange } from './address-range';

test.each<[string, string, boolean]>([
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.4', false],
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['0.0.0.0/0', '9.9.9.9', true],
  ['0.0.0.0/0', '::1', false],
  ['::/0', '9.9.9.9', false],
  ['10.1.2.3/32', '10.1.2.3', true],
  ['2001:db8::/32', '2001:db8::1', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['2001:db8::1', '2001:db8::1', true],
  ['2001:db8::1/128', '2001:db8::2', false],
])('%s and %s', (range, address, expected) => {
  expect(addressRange(range)?.(address)).toBe(expected);
});

test.each(['', 'a', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/a', '10.0.0.0/8/8', '::1/129', 'fe80::1%eth0', '10.0.0/8', '10.0.0.0/-1'])(
  'no range: `%s`',
  (text) => {
    expect(addressRange(text)).toBeUndefined();
  },
);
