import { covers, hostName, hostNames, overlap, serverHost } from './host';

test.each(['example.com', 'user.shop.example.com', '*.example.com', '*', 'localhost', 'x.svc.cluster.local'])('%j is a host', (host) => {
  expect(hostName(host)).toBe(host);
});

test.each([
  ['http://example.com', 'example.com'],
  ['example.com:8080', 'example.com'],
  ['example.com/user', 'example.com'],
  ['Example.com', 'example.com'],
  ['', undefined],
  ['*example.com', undefined],
  ['a.*.com', undefined],
  ['10.0.0.1', undefined],
  ['-a.com', undefined],
  ['exa mple.com', undefined],
  [`${'a'.repeat(64)}.com`, undefined],
])('%j is none, and %j is proposed', (host, fix) => {
  expect(() => hostName(host)).toThrow(expect.objectContaining({ errorName: 'HostForm', details: { fix } }));
});

test.each([
  [[], 'NoHosts'],
  [['a.com', 'b.com', 'a.com'], 'HostTwice'],
  [['a.com', 'b_c.com'], 'HostForm'],
])('the list %j is refused as %s', (hosts, errorName) => {
  expect(() => hostNames(hosts)).toThrow(expect.objectContaining({ errorName }));
});

test.each(['a.com', 'shop/a.com', './a.com', '*/a.com', 'shop/*'])('a server may serve %j', (host) => expect(serverHost(host)).toBe(host));

test.each(['a', 'shop/a', 'Shop/a.com', 'shop/', '/a.com', 'a/b/c.com'])('a server may not serve %j', (host) => {
  expect(() => serverHost(host)).toThrow(expect.objectContaining({ errorName: 'HostForm' }));
});

// [one, other, whether one covers the other, whether they overlap]
test.each([
  ['a.com', 'a.com', true, true],
  ['a.com', 'b.com', false, false],
  ['*.com', 'a.com', true, true],
  ['a.com', '*.com', false, true],
  ['*', '*.com', true, true],
  ['*.a.com', 'a.com', false, false],
  ['*.a.com', 'xa.com', false, false],
])('%j and %j', (one, other, covering, overlapping) => {
  expect(covers(one, other)).toBe(covering);
  expect(overlap(one, other)).toBe(overlapping);
});
