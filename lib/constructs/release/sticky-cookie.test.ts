import { RE2JS } from 're2js';
import { Duration } from '../duration';
import { StickyCookie } from './sticky-cookie';

const cookie = StickyCookie.named('user-version');
const regexOf = (...values: string[]) => (cookie.is(...values).spec as { regex: string }).regex;

// [the request's cookies, whether they say v1.5]
test.each([
  ['user-version=v1.5', true],
  ['a=b; user-version=v1.5', true],
  ['user-version=v1.5; a=b', true],
  ['a=b;user-version=v1.5;c=d', true],
  ['user-version=v1.50', false],
  ['user-version=v1x5', false],
  ['my-user-version=v1.5', false],
  ['a=user-version=v1.5', false],
  ['user-version=v2', false],
  ['', false],
])('cookie: %s says v1.5: %s', (header, says) => {
  expect(RE2JS.matches(regexOf('v1.5'), header)).toBe(says);
  expect(RE2JS.matches(regexOf('v3', 'v1.5'), header)).toBe(says);
});

test('is set for all paths, out of reach of scripts, for as long as asked', () => {
  expect(cookie.set('v2')).toEqual({ add: { 'set-cookie': 'user-version=v2; Path=/; HttpOnly; SameSite=Lax' } });
  const limited = StickyCookie.named('v', { maxAge: Duration.hours(1), path: '/user' });
  expect(limited.set('v2')).toEqual({ add: { 'set-cookie': 'v=v2; Path=/user; Max-Age=3600; HttpOnly; SameSite=Lax' } });
});

test.each([
  [() => StickyCookie.named('a b'), 'the name of a cookie is made of letters, digits, `_` and `-`, got `a b`'],
  [() => StickyCookie.named('a', { path: 'user' }), 'the path of a cookie starts with `/`, got `user`'],
  [() => StickyCookie.named('a', { maxAge: Duration.millis(1500) }), 'a cookie lasts whole seconds, got `1500ms`'],
])('refuses what is no cookie', (make, fact) => {
  expect(make).toThrow(expect.objectContaining({ errorName: 'CookieForm', fact }));
});
