import { claimPath, matchesClaim } from './claims';

test.each<[string, readonly string[] | undefined]>([
  ['@request.auth.claims.a', ['a']],
  ['@request.auth.claims.a.b', ['a', 'b']],
  ['@request.auth.claims[a]', ['a']],
  ['@request.auth.claims[a][b.c]', ['a', 'b.c']],
  ['@Request.Auth.Claims.A', ['A']],
  ['@request.auth.claims', undefined],
  ['@request.auth.claims.', undefined],
  ['@request.auth.claims[]', undefined],
  ['@request.auth.claims[a', undefined],
  ['@request.auth.claimsa]', undefined],
  ['@request.auth.claims/a', undefined],
  ['x-@request.auth.claims.a', undefined],
])('the header %s asks for the claim %j', (header, path) => {
  expect(claimPath(header)).toEqual(path);
});

// [claims, path, condition, does it hold]
test.each<[Readonly<Record<string, unknown>> | undefined, readonly string[], object, boolean]>([
  [{ a: 'x' }, ['a'], { exact: 'x' }, true],
  [{ a: 'x' }, ['a'], { exact: 'y' }, false],
  [{ a: 'x' }, ['a'], {}, true],
  [{ a: 'x y' }, ['a'], { exact: 'y' }, true],
  [{ a: 'x y' }, ['a'], { exact: 'x y' }, false],
  [{ a: ['x', 'y z'] }, ['a'], { prefix: 'y ' }, true],
  [{ a: ['x', 1] }, ['a'], { exact: '1' }, false],
  [{ a: 1 }, ['a'], {}, false],
  [{ a: [1] }, ['a'], {}, false],
  [{ a: { b: 'x' } }, ['a', 'b'], { exact: 'x' }, true],
  [{ a: { b: 'x' } }, ['a'], {}, false],
  [{ a: null }, ['a', 'b'], {}, false],
  [{}, ['a', 'b'], {}, false],
  [undefined, ['a'], {}, false],
])('of %j the claim %j fits %j: %s', (claims, path, match, expected) => {
  expect(matchesClaim(claims, path, match)).toBe(expected);
});
