import type { Incoming } from '../request/incoming';
import { httpsLocation, location, redirectOf } from './redirect';

const request = (more: Partial<Incoming> = {}): Incoming => ({
  method: 'GET',
  scheme: 'http',
  authority: 'a.com',
  domain: 'a.com',
  target: '/user/about?a=1',
  path: '/user/about',
  headers: new Map(),
  ...more,
});
const plain = { port: 8080, isTls: false };
const prefix = { kind: 'prefix', value: '/user', test: () => true, text: '' } as const;
type Spec = Parameters<typeof redirectOf>[0];

test.each<[string, Spec, Partial<Incoming>, string]>([
  ['another path keeps the query', { uri: '/b' }, {}, 'http://a.com/b?a=1'],
  ['a path with a query of its own', { uri: '/b?c=2' }, {}, 'http://a.com/b?c=2'],
  ['no query to keep', { uri: '/b' }, { target: '/user' }, 'http://a.com/b'],
  ['a path without its slash gets one', { uri: 'b' }, {}, 'http://a.com/b?a=1'],
  ['another host', { authority: 'b.com' }, {}, 'http://b.com/user/about?a=1'],
  ['another host as it is written', { authority: 'b.com:81' }, {}, 'http://b.com:81/user/about?a=1'],
  ['the port of the request stays', {}, { authority: 'a.com:81' }, 'http://a.com:81/user/about?a=1'],
  ['another port takes its place', { port: 82 }, { authority: 'a.com:81' }, 'http://a.com:82/user/about?a=1'],
  ['the port of http, which goes without saying', { port: 80 }, {}, 'http://a.com/user/about?a=1'],
  ['the port of https is said for http', { port: 443 }, {}, 'http://a.com:443/user/about?a=1'],
  ['the port of https', { scheme: 'https', port: 443 }, {}, 'https://a.com/user/about?a=1'],
  ['the port of http is said for https', { scheme: 'https', port: 80 }, {}, 'https://a.com:80/user/about?a=1'],
  ['another scheme drops the port of the old one', { scheme: 'https' }, { authority: 'a.com:80' }, 'https://a.com/user/about?a=1'],
  ['and keeps any other', { scheme: 'https' }, { authority: 'a.com:443' }, 'https://a.com:443/user/about?a=1'],
  ['from https to http likewise', { scheme: 'http' }, { scheme: 'https', authority: 'a.com:443' }, 'http://a.com/user/about?a=1'],
  ['the same scheme keeps its port', { scheme: 'http' }, { authority: 'a.com:80' }, 'http://a.com:80/user/about?a=1'],
  ['an IPv6 address', { port: 82 }, { authority: '[::1]' }, 'http://[::1]:82/user/about?a=1'],
  ['an IPv6 address with a port', { port: 82 }, { authority: '[::1]:81' }, 'http://[::1]:82/user/about?a=1'],
  ['the port of the Gateway', { derivePort: 'FROM_REQUEST_PORT' }, {}, 'http://a.com:8080/user/about?a=1'],
  ['the port of the protocol', { derivePort: 'FROM_PROTOCOL_DEFAULT' }, {}, 'http://a.com/user/about?a=1'],
  ['what stands before the prefix', { prefixRewrite: '/b' }, {}, 'http://a.com/b/about?a=1'],
])('%s', (_, spec, more, expected) => {
  expect(location(redirectOf(spec, plain, prefix), request(more))).toBe(expected);
});

test.each([
  [undefined, 301],
  [0, 301],
  [308, 308],
])('the code %s', (redirectCode, status) => {
  expect(redirectOf({ redirectCode }, plain, prefix).status).toBe(status);
});

test('a server with TLS implies the port of https', () => {
  expect(redirectOf({ port: 443 }, { port: 443, isTls: true }, prefix).port).toBe(0);
  expect(redirectOf({ port: 80 }, { port: 443, isTls: true }, prefix).port).toBe(80);
});

test('only a prefix has a length that is taken away', () => {
  expect(redirectOf({ prefixRewrite: '/b' }, plain, { ...prefix, kind: 'exact' }).prefix).toEqual({ length: 0, by: '/b' });
});

test('the same place by https', () => {
  expect(httpsLocation(request({ authority: 'a.com:80' }))).toBe('https://a.com:80/user/about?a=1');
});
