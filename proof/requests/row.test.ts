import type { HttpAnswer, HttpClient } from './client';
import { difference, splitUrl, titleOf, tryRow } from './row';

const answer = (status: number, body: unknown, headers = {}): HttpAnswer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A client that answers from a list, again and again. */
function answering(...answers: HttpAnswer[]): (port: number) => HttpClient {
  let sent = 0;
  return () => ({ send: async () => answers[sent++ % answers.length] }) as unknown as HttpClient;
}

test.each([
  ['http://a.com', { host: 'a.com', port: 80, path: '/' }],
  ['http://a.com/', { host: 'a.com', port: 80, path: '/' }],
  ['http://a.com:8080/x?y=1', { host: 'a.com:8080', port: 8080, path: '/x?y=1' }],
  ['http://a.com//a/../b#c', { host: 'a.com', port: 80, path: '//a/../b#c' }],
  ['http://a.com?x=1', { host: 'a.com', port: 80, path: '/?x=1' }],
])('%s goes out as written', (url, parts) => expect(splitUrl(url)).toEqual(parts));

test('an address without scheme is refused', () => expect(() => splitUrl('a.com/')).toThrow('`a.com/` is not an http:// address'));

test('a title names the headers that make the difference', () =>
  expect(titleOf({ url: 'http://a.com/', headers: { mode: 'dev' }, expect: {} })).toBe('GET http://a.com/  mode: dev'));

test.each([
  ['the status', answer(200, ''), { status: 404 }, 'expected status 404, got 200 with ``'],
  ['the default status', answer(503, 'no healthy upstream'), {}, 'expected status 200, got 503 with `no healthy upstream`'],
  ['a header', answer(200, '', { location: '/a' }), { headers: { location: '/b' } }, 'expected header location to be `/b`, got `/a`'],
  ['a text', answer(200, 'a'), { body: '' }, 'expected body ``, got `a`'],
  ['a field', answer(200, { a: 1 }), { body: { a: 2 } }, 'expected `{"a":2}` in the body, got `{"a":1}`'],
  ['a missing field', answer(200, {}), { body: { a: { b: 2 } } }, 'expected `{"a":{"b":2}}` in the body, got `{}`'],
  ['a body that is no JSON', answer(200, '<'), { body: { a: 2 } }, 'expected `{"a":2}` in the body, got `<`'],
])('%s is compared', (_, actual, expected, problem) => expect(difference(actual, expected)).toBe(problem));

test('fields beyond the expected ones do not matter', () =>
  expect(difference(answer(200, { a: 1, b: { c: [1], d: 2 } }), { body: { b: { c: [1] } } })).toBeUndefined());

describe('shares', () => {
  const shares = { by: 'app', of: { one: 90, two: 10 } };
  const one = answer(200, { app: 'one' });
  const two = answer(200, { app: 'two' });
  const row = { url: 'http://a.com/', expect: { shares } };

  test('held', async () => expect(await tryRow(row, answering(...Array(9).fill(one), two))).toBeUndefined());
  test('too many', async () =>
    expect(await tryRow(row, answering(one, two))).toBe('500 of 1000 answers had app `one`, expected 868 to 930'));
  test('never', async () =>
    expect(await tryRow({ ...row, times: 5 }, answering(one))).toBe('none of 5 answers had app `two`, expected 10 %'));
  test('of none that was named', async () =>
    expect(await tryRow({ ...row, times: 1 }, answering(answer(200, { app: 'three' })))).toBe(
      '1 of 1 answers had app `three`, expected 0 to 0',
    ));
});
