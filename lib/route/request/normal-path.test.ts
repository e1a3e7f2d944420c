import fc from 'fast-check';
import { normalPath } from './normal-path';

describe('normalPath', () => {
  test.each([
    ['/user', '/user'],
    ['/a/../user', '/user'],
    ['/../user', '/user'],
    ['/user/.', '/user/'],
    ['/user/..', '/'],
    ['/a//../user', '/a/user'],
    ['//user', '//user'],
    ['/a/%2e%2E/user', '/user'],
    ['/..;x=1/user', '/user'],
    ['/user/.;', '/user/'],
    ['/a/%2e%2e;/user', '/a/..;/user'],
    ['/...;/user', '/...;/user'],
    ['/a\\user', '/a/user'],
    ['/%75ser%2F%20%3b%zz', '/user%2F%20%3b%zz'],
    ['/a|b`"<>', '/a%7Cb%60%22%3C%3E'],
    ['/user#top?x', '/user'],
    ['/user?next=/../%61', '/user?next=/../%61'],
    ['/user%00', undefined],
    ['/a/b?c', '/a/b?c'],
    ['/?', '/?'],
    ['/a#b#c', '/a'],
    ['/a?b#c', '/a?b'],
    ['/..', '/'],
    ['/../..', '/'],
    ['/a/b/../../..', '/'],
    ['/a/..\\b', '/b'],
    ['/a/.', '/a/'],
    ['/a/.b', '/a/.b'],
    ['/a/..b', '/a/..b'],
    ['/a/b.', '/a/b.'],
    ['/a/b..', '/a/b..'],
    ['/a/...', '/a/...'],
    ['/.../b', '/.../b'],
    ['/a/%2e', '/a/'],
    ['/a/%2eb', '/a/.b'],
    ['/a/.%2E/b', '/b'],
    ['/a/%2', '/a/%2'],
    ['/a/%', '/a/%'],
    ['/a/%2f..', '/a/%2f..'],
    ['/a/..;b/c', '/c'],
    ['/a/.;b/c', '/a/c'],
    ['/a;b/c', '/a;b/c'],
    ['/a..;b/c', '/a..;b/c'],
    ['/%41%7a%30%2d%2e%5f%7e', '/Az0-._~'],
    ['/%40%2A%5B', '/%40%2A%5B'],
    ['/a{b}^', '/a%7Bb%7D%5E'],
  ])('%j is routed as %j', (target, expected) => {
    expect(normalPath(target)).toBe(expected);
  });

  // [the path, as it is, with slashes merged, with slashes decoded and merged]
  test.each([
    ['/a//b///c', '/a//b///c', '/a/b/c', '/a/b/c'],
    ['/a%2Fb%2f%5cc', '/a%2Fb%2f%5cc', '/a%2Fb%2f%5cc', '/a/b/c'],
    ['/a%5C..%2Fb', '/a%5C..%2Fb', '/a%5C..%2Fb', '/b'],
    ['/a/../b', '/a/../b', '/b', '/b'],
    ['/a//b?c=//d%2F/../e', '/a//b?c=//d%2F/../e', '/a/b?c=//d%2F/../e', '/a/b?c=//d%2F/../e'],
    ['/%00', '/%00', undefined, undefined],
    ['//', '//', '/', '/'],
  ])('%j is read as %j, %j, %j', (target, ...expected) => {
    const read = (['NONE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'] as const).map((how) => normalPath(target, how));
    expect(read).toEqual(expected);
  });

  test('a normal path has no dot segments left', () => {
    const piece = fc.constantFrom('/', '.', '..', 'a', '%2e', '%2F', ';', '\\');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const normal = normalPath(`/${pieces.join('')}`) ?? '/';
        expect(normal.split('/').filter((segment) => segment === '.' || segment === '..')).toEqual([]);
      }),
    );
  });
});
