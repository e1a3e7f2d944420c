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
  ])('%j is routed as %j', (target, expected) => {
    expect(normalPath(target)).toBe(expected);
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
