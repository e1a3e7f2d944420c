import { assumedToken } from '../policy/jwt';
import { type Incoming, type Malformed, type Reading, receive } from './incoming';
import { type Request, request } from './request';

const sent = (more: Partial<Request> = {}): Request => ({ ...request('http://a.com/'), ...more });

function received(more: Partial<Request> = {}, reading?: Reading): Incoming {
  const incoming = receive(sent(more), reading);
  if ('malformed' in incoming) throw new Error(incoming.malformed);
  return incoming;
}

// [what is wrong, the request, what Envoy says of it]
test.each<[string, Partial<Request>, Malformed]>([
  ['CONNECT', { method: 'CONNECT' }, { malformed: 'no route accepts CONNECT', status: 404 }],
  ['another method', { method: 'FETCH' }, { malformed: '`FETCH` is not a method Envoy knows' }],
  ['a method in small letters', { method: 'get' }, { malformed: '`get` is not a method Envoy knows' }],
  ['no method', { method: '' }, { malformed: '`` is not a method Envoy knows' }],
  ['a space', { path: '/a b' }, { malformed: 'the path holds a character that must be encoded' }],
  ['a letter with dots', { path: '/ä' }, { malformed: 'the path holds a character that must be encoded' }],
  ['a control', { path: '/a\x7f' }, { malformed: 'the path holds a character that must be encoded' }],
  ['a path that begins elsewhere', { path: 'a/b' }, { malformed: 'the path does not start with `/`' }],
  ['no path', { path: '' }, { malformed: 'the path does not start with `/`' }],
  ['a star', { path: '*' }, { malformed: 'the path does not start with `/`' }],
  ['a star and more', { method: 'OPTIONS', path: '*/' }, { malformed: 'the path does not start with `/`' }],
  ['a URL without a host', { path: 'http:///a' }, { malformed: 'the path does not start with `/`' }],
  ['a URL of another scheme', { path: 'ftp://b.com/' }, { malformed: 'the path does not start with `/`' }],
  ['a URL inside', { path: 'x-http://b.com/' }, { malformed: 'the path does not start with `/`' }],
  ['a URL of https inside', { path: 'x-https://b.com/' }, { malformed: 'the path does not start with `/`' }],
  [
    'a URL of https in plain text',
    { path: 'HTTPS://b.com/' },
    { malformed: 'the request line names an `https` URL on a plain text connection', status: 403 },
  ],
  ['no host', { host: null }, { malformed: 'there is no Host header' }],
  ['a host with a space', { host: 'a b' }, { malformed: '`a b` is not a host name' }],
  ['a host with a slash', { host: 'a/b' }, { malformed: '`a/b` is not a host name' }],
  ['an encoded zero', { path: '/%00' }, { malformed: 'the path cannot be normalized' }],
])('malformed: %s', (_, more, expected) => {
  expect(receive(sent(more))).toEqual(expected);
});

test.each(
  (
    'ACL BIND CHECKOUT COPY DELETE GET HEAD LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MOVE M-SEARCH NOTIFY OPTIONS PATCH POST PROPFIND PROPPATCH ' +
    'PURGE PUT REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE'
  ).split(' '),
)('the method %s', (method) => {
  expect(received({ method }).method).toBe(method);
});

// [what, the request, how it is read, what of it routes see]
test.each<[string, Partial<Request>, Reading | undefined, Partial<Incoming>]>([
  ['a path', { path: '/a/../b?c=/../d' }, undefined, { target: '/b?c=/../d', path: '/b' }],
  ['a path that no proxy reads', { path: '/a/../b' }, { normalization: 'NONE' }, { target: '/a/../b', path: '/a/../b' }],
  ['slashes that are merged', { path: '//a' }, { normalization: 'MERGE_SLASHES' }, { path: '/a' }],
  ['a query alone', { path: '/?' }, undefined, { target: '/?', path: '/' }],
  ['a star', { method: 'OPTIONS', path: '*' }, undefined, { target: '*', path: '*' }],
  ['a URL', { path: 'http://B.com:81/x?y' }, undefined, { authority: 'B.com:81', domain: 'b.com', target: '/x?y' }],
  ['a URL in capitals', { path: 'HTTP://b.com' }, undefined, { authority: 'b.com', target: '/' }],
  ['a URL with a query alone', { path: 'http://b.com?y' }, undefined, { authority: 'b.com', target: '/?y' }],
  [
    'a URL of https within TLS',
    { scheme: 'https', path: 'https://b.com/x' },
    undefined,
    { authority: 'b.com', target: '/x', scheme: 'https' },
  ],
  ['a URL where no host is sent', { host: null, path: 'http://b.com/' }, undefined, { domain: 'b.com' }],
  ['a path that holds a URL', { path: '/http://b.com/' }, undefined, { domain: 'a.com', target: '/http://b.com/' }],
  ['a host in capitals with a port', { host: 'A.com:81' }, undefined, { authority: 'A.com:81', domain: 'a.com' }],
  ['an address', { host: '[::1]:81' }, undefined, { domain: '[::1]' }],
  ['no name', { host: '' }, undefined, { authority: '', domain: '' }],
  ['a host of odd characters', { host: "a_~!$&'()*+,;=%b" }, undefined, { domain: "a_~!$&'()*+,;=%b" }],
  ['a scheme that the client claims', { headers: { 'X-Forwarded-Proto': 'https' } }, undefined, { scheme: 'http' }],
  [
    'a scheme that a trusted proxy says',
    { headers: { 'X-Forwarded-Proto': 'https' } },
    { trustsForwardedProto: true },
    { scheme: 'https' },
  ],
  [
    'plain text that a trusted proxy says',
    { scheme: 'https', headers: { 'x-forwarded-proto': 'http' } },
    { trustsForwardedProto: true },
    { scheme: 'http' },
  ],
  ['a scheme that is none', { headers: { 'x-forwarded-proto': 'ftp' } }, { trustsForwardedProto: true }, { scheme: 'http' }],
  ['a trusted proxy that says nothing', { headers: { other: 'https' } }, { trustsForwardedProto: true }, { scheme: 'http' }],
  ['a trusted proxy without headers', { headers: undefined }, { trustsForwardedProto: true }, { scheme: 'http' }],
  ['the address of the client', { sourceIp: '10.1.2.3' }, undefined, { forwardedFor: '10.1.2.3' }],
  ['a token', { token: 'a.b.c' }, undefined, { token: 'a.b.c' }],
  ['claims', { claims: { sub: 'a' } }, undefined, { token: assumedToken({ sub: 'a' }) }],
  ['a token before claims', { token: 'a.b.c', claims: { sub: 'a' } }, undefined, { token: 'a.b.c' }],
  ['neither', {}, undefined, { token: undefined }],
])('received: %s', (_, more, reading, expected) => {
  expect(received(more, reading)).toMatchObject(expected);
});

// [headers as sent, as routes see them]
test.each<[Request['headers'], Readonly<Record<string, readonly string[]>>]>([
  [undefined, {}],
  [{ 'X-A': ' b\t' }, { 'x-a': ['b'] }],
  [{ a: ['b ', ' c'] }, { a: ['b', 'c'] }],
  [{ a: 'b', A: ['c', 'd'] }, { a: ['b', 'c', 'd'] }],
  [{ a: 'b\u00a0' }, { a: ['b\u00a0'] }],
  [{ a: 'b  c' }, { a: ['b  c'] }],
  [{ 'X-Forwarded-Proto': 'https' }, {}],
])('the headers %j', (headers, expected) => {
  expect(Object.fromEntries(received({ headers }).headers)).toEqual({ ...expected, 'x-forwarded-proto': ['http'] });
});
