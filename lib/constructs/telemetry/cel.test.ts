import { celExpression } from './cel';

test.each(['response.code >= 500', "xds.route_metadata.filter_metadata['istio'].config", "!has(request.headers['x-probe'])"])(
  '%s is taken as it is',
  (expression) => expect(celExpression(expression)).toBe(expression),
);

test.each(['response.code >=', 'response code', '', 'a = b'])('`%s` is refused, with where it ends to make sense', (expression) => {
  expect(() => celExpression(expression)).toThrow(
    expect.objectContaining({
      errorName: 'CelForm',
      fact: `not an expression of CEL: \`${expression}\``,
      details: { why: expect.stringMatching(/^1:\d+: /) },
    }),
  );
});
