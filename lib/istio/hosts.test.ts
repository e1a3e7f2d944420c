import { isIP } from 'node:net';
import fc from 'fast-check';
import { HostIndex } from './host-index';
import { covers, hostsForNamespace, intersection, isAddress, isWildcard, overlaps } from './hosts';

describe('covers', () => {
  test.each([
    ['*', 'a.com', true],
    ['*', '*', true],
    ['*.a.com', 'x.a.com', true],
    ['*.a.com', 'x.y.a.com', true],
    ['*.a.com', '*.y.a.com', true],
    ['*.a.com', 'a.com', false],
    ['*.y.a.com', '*.a.com', false],
    ['*.a.com', 'X.a.com', true],
    ['x.a.com', 'X.a.com', false],
    ['x.a.com', '*', false],
  ])('%j covers %j: %j', (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected);
  });
});

test('the narrower of two overlapping names is what both share', () => {
  expect(intersection(['*.a.com', 'b.com'], ['x.a.com', '*', 'a.com'])).toEqual(['x.a.com', '*.a.com', 'b.com']);
});

test('a namespace before a server host binds it to VirtualServices of that namespace', () => {
  expect(hostsForNamespace(['a.com', 'demo/b.com', 'shop/c.com'], 'demo')).toEqual(['a.com', 'b.com']);
});

const label = fc.constantFrom('a', 'b', 'ab', '');
const host = fc
  .tuple(fc.constantFrom('', '*', '*.'), fc.array(label, { minLength: 1, maxLength: 3 }))
  .map(([star, labels]) => star + labels.join('.'));

test('overlap is symmetric and follows from cover', () => {
  fc.assert(
    fc.property(host, host, (one, other) => {
      expect(overlaps(one, other)).toBe(overlaps(other, one));
      if (covers(one, other)) expect(overlaps(one, other)).toBe(true);
    }),
  );
});

test('the index finds what a scan of all entries finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(host, { maxLength: 12 }), host, (hosts, wanted) => {
      const index = new HostIndex<string>();
      for (const entry of hosts) index.set(entry, entry);
      const fitting = hosts.filter((entry) => (isWildcard(entry) ? covers(entry, wanted) : entry === wanted));
      const rank = (entry: string) => (isWildcard(entry) ? entry.length : Number.MAX_SAFE_INTEGER);
      const best = fitting.sort((one, other) => rank(other) - rank(one))[0];
      expect(index.mostSpecific(wanted)).toBe(best);
    }),
  );
});

test('an address is what Node takes for one', () => {
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.string({ unit: fc.constantFrom('1', '.', ':', 'a', '%', '[') }));
  fc.assert(fc.property(text, (host) => expect([host, isAddress(host)]).toEqual([host, isIP(host) !== 0])));
});
