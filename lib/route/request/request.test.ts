import { calledHost, type Request, request, serverName, withoutPort } from './request';

test.each<[string, Partial<Request>]>([
  ['http://a.com', { scheme: 'http', port: 80, host: 'a.com', path: '/', method: 'GET' }],
  ['HTTPS://a.com/b?c#d', { scheme: 'https', port: 443, host: 'a.com', path: '/b?c' }],
  ['http://a.com?c', { path: '/?c' }],
  ['http://a.com:80/', { port: 80, host: 'a.com' }],
  ['https://a.com:443/', { port: 443, host: 'a.com' }],
  ['http://a.com:443/', { port: 443, host: 'a.com:443' }],
  ['https://a.com:80/', { port: 80, host: 'a.com:80' }],
  ['http://[::1]:81/', { port: 81, host: '[::1]:81' }],
  ['http://[::1]/', { port: 80, host: '[::1]' }],
])('%s', (url, expected) => {
  expect(request(url)).toMatchObject(expected);
});

test('a Host header takes the place of the one of the URL, whatever its case, and is no other header', () => {
  expect(request('http://a.com:81/', { headers: { HOST: 'b.com', 'x-a': '1' } })).toMatchObject({
    port: 81,
    host: 'b.com',
    headers: { 'x-a': '1' },
  });
});

test.each(['a.com/', 'ftp://a.com', 'http:///a', 'http://a.com:x/', 'http://a.com:123456/', 'http://::1/', 'http://a[b]/'])(
  'no URL of a request: %s',
  (url) => {
    expect(() => request(url)).toThrow(TypeError);
    expect(() => request(url)).toThrow(`\`${url}\``);
  },
);

test.each([
  ['tcp://a.com:9000', 'a.com:9000'],
  ['a.com:9000/', 'a.com:9000'],
  ['MySQL://a.com:3306', 'a.com:3306'],
])('a connection that is no HTTP is asked for otherwise: %s', (url, name) => {
  expect(() => request(url)).toThrow(
    `a request needs a URL such as \`http://example.com/path\`, got \`${url}\`; a connection to a TCP port is asked for as \`http://${name}/\``,
  );
});

test.each([
  ['ftp://a.com', 'a request needs a URL such as `http://example.com/path`, got `ftp://a.com`'],
  ['ftp://a.com:21/file', 'a request needs a URL such as `http://example.com/path`, got `ftp://a.com:21/file`'],
  ['x://me@a.com:21', 'a request needs a URL such as `http://example.com/path`, got `x://me@a.com:21`'],
  ['a.com:123456', 'a request needs a URL such as `http://example.com/path`, got `a.com:123456`'],
  ['xhttp://a.com', 'a request needs a URL such as `http://example.com/path`, got `xhttp://a.com`'],
  ['http://a.com:123456/', 'a URL names a host and at most a port, got `http://a.com:123456/`'],
  ['http://a:b:80/', 'a URL names a host and at most a port, got `http://a:b:80/`'],
])('%s: %s', (url, message) => {
  expect(() => request(url)).toThrow(new TypeError(message));
});

test.each([
  ['a.com', 'a.com'],
  ['a.com:81', 'a.com'],
  ['[::1]', '[::1]'],
  ['[::1]:81', '[::1]'],
  [':81', ''],
])('%s without its port', (host, expected) => {
  expect(withoutPort(host)).toBe(expected);
});

test.each([
  ['a.com:81', 'a.com'],
  ['', ''],
  [null, ''],
])('a request with the host %j calls `%s`', (host, expected) => {
  expect(calledHost({ host })).toBe(expected);
});

test.each<[Partial<Request>, string]>([
  [{ host: 'a.com:443' }, 'a.com'],
  [{ host: '10.0.0.1' }, ''],
  [{ host: '[::1]:443' }, ''],
  [{ host: null }, ''],
  [{ host: '10.0.0.1', sni: 'b.com' }, 'b.com'],
  [{ host: 'a.com', sni: '' }, ''],
  [{ host: 'a.com', sni: '10.0.0.1' }, '10.0.0.1'],
])('the server name of %j', (more, expected) => {
  expect(serverName({ ...request('https://x/'), ...more })).toBe(expected);
});
