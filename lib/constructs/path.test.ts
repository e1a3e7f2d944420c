import fc from 'fast-check';
import { Path } from './path';

describe('Path.under', () => {
  test('takes whole segments: the path itself, and what lies below it', () => {
    expect(uris(Path.under('/user'))).toEqual([{ exact: '/user' }, { prefix: '/user/' }]);
  });

  // [rewrite target, what replaces `/user`, what replaces `/user/`]
  test.each([
    ['/', '/', '/'],
    ['/v1', '/v1', '/v1/'],
    ['/v1/', '/v1/', '/v1/'],
  ])('rewrite %s puts %s and %s in place', (target, exact, prefix) => {
    expect(
      Path.under('/user')
        .toMatches()
        .map((match) => match.rewriteTo(target)),
    ).toEqual([exact, prefix]);
  });

  const segment = fc.stringMatching(/^[a-z0-9._~-]{1,8}$/);
  const segments = fc.array(segment, { minLength: 1, maxLength: 4 });

  test('a rewrite replaces the prefix by segments, never doubling or swallowing a slash', () => {
    fc.assert(
      fc.property(segments, fc.array(segment, { maxLength: 3 }), segments, (prefix, target, rest) => {
        const path = Path.under(`/${prefix.join('/')}`);
        return rewritten(path, `/${[...prefix, ...rest].join('/')}`, `/${target.join('/')}`) === `/${[...target, ...rest].join('/')}`;
      }),
    );
  });

  test('a longer last segment is another path', () => {
    fc.assert(
      fc.property(segments, segment, (prefix, more) => {
        const path = `/${prefix.join('/')}`;
        return rewritten(Path.under(path), path + more, '/') === undefined;
      }),
    );
  });

  test.each([
    ['user', "Path.under('/user')"],
    ['/user/', "Path.under('/user')"],
    ['/', 'leave `path` out: the route then takes every path'],
    ['', 'leave `path` out: the route then takes every path'],
  ])('refuses %j and says what to write', (prefix, fix) => {
    expect(() => Path.under(prefix)).toThrow(expect.objectContaining({ errorName: 'PathForm', details: { fix } }));
  });
});

test.each([
  [Path.exactly('/a'), [{ exact: '/a' }]],
  [Path.startsWith('/a'), [{ prefix: '/a' }]],
  [Path.matches('/a.*'), [{ regex: '/a.*' }]],
])('%j is written as Istio writes it', (path, expected) => expect(uris(path)).toEqual(expected));

test.each([
  [() => Path.exactly('a'), "Path.exactly('/a')"],
  [() => Path.startsWith('a'), "Path.startsWith('/a')"],
])('a path without its leading slash is refused', (make, fix) => {
  expect(make).toThrow(expect.objectContaining({ errorName: 'PathForm', fact: 'a path starts with `/`, got `a`', details: { fix } }));
});

test('only a path that every request has takes all', () => {
  const paths = [Path.startsWith('/'), Path.matches('.*'), Path.startsWith('/a'), Path.exactly('/'), Path.under('/a'), Path.matches('/a')];
  expect(paths.map((path) => path.takesAll())).toEqual([true, true, false, false, false, false]);
});

function uris(path: Path) {
  return path.toMatches().map((match) => match.uri);
}

/** What Envoy makes of a request path: of the first match, the matched part is replaced, and the rest stays. */
function rewritten(path: Path, request: string, target: string): string | undefined {
  for (const match of path.toMatches()) {
    if ('exact' in match.uri && match.uri.exact === request) return match.rewriteTo(target);
    if ('prefix' in match.uri && request.startsWith(match.uri.prefix))
      return match.rewriteTo(target) + request.slice(match.uri.prefix.length);
  }
  return undefined;
}
