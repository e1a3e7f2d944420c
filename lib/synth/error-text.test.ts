import { relative } from 'node:path';
import { ConstructError } from '../errors';
import { errorText } from './error-text';

/** As a stack would show it where the user's file is this one. */
function from(error: Error, file = '/home/me/shop/main.ts'): Error {
  error.stack = `${error.name}: ${error.message}\n    at within (${__dirname}/../constructs/within.ts:9:12)\n    at retail (${file}:62:29)\n    at node:internal/main:1:1`;
  return error;
}

const place = `  --> ${relative(process.cwd(), '/home/me/shop/main.ts')}:62:29`;
const weights = 'weights add up to 100, got `120`';

test.each<[what: string, error: Error, lines: string[]]>([
  [
    'an expected error: what, the place in the user’s own file, the construct, why, the fix; no stack',
    new ConstructError('SplitWeights', weights, { construct: 'retail/site', at: 'route 1', why: 'b', fix: 'c' }),
    [`error[SplitWeights]: ${weights}`, place, '   = in: construct retail/site, route 1', '   = why: b', '   = fix: c'],
  ],
  ['an error that says it all', new ConstructError('SplitWeights', weights), [`error[SplitWeights]: ${weights}`, place]],
  [
    'an error of a construct as a whole',
    new ConstructError('SplitWeights', weights, { construct: 'retail/site' }),
    [`error[SplitWeights]: ${weights}`, place, '   = in: construct retail/site'],
  ],
  [
    'an error of a value that no construct has yet',
    new ConstructError('SplitWeights', weights, { at: 'route 1', fix: 'c' }),
    [`error[SplitWeights]: ${weights}`, place, '   = in: route 1', '   = fix: c'],
  ],
  [
    'one id twice',
    new Error("There is already a Construct with name 'web' in Chart [shop]"),
    [
      'error[DuplicateId]: two constructs have the id `web` in Chart [shop]',
      place,
      '   = fix: give one of them another id; `metadata: { name }` sets the name of its object',
    ],
  ],
  [
    'no chart',
    new Error('cannot find a parent chart (directly or indirectly)'),
    [
      'error[NoChart]: a construct is made outside a chart',
      place,
      "   = fix: const chart = new Chart(app, 'shop', { namespace: 'shop' }), and make the construct in it",
    ],
  ],
  [
    'files that import each other',
    new ReferenceError("Cannot access 'shop_1' before initialization"),
    [
      "error[ReferenceError]: Cannot access 'shop_1' before initialization",
      place,
      '   = why: two files import each other, and one is used before it is complete',
      '   = fix: move what both need into a third file',
    ],
  ],
  ...[
    'a.b is not a function',
    "it says: There is already a Construct with name 'web' in Chart [shop]",
    'chart: cannot find a parent chart',
    "it says: Cannot access 'a' before initialization",
  ].map((message): [string, Error, string[]] => [message, new TypeError(message), [`error[TypeError]: ${message}`, place]]),
])('%s', (_, error, lines) => {
  expect(errorText(from(error), false)).toBe(`${lines.join('\n')}\n`);
});

test('the line of the file, with a mark below the column', () => {
  const text = errorText(from(new ConstructError('A', 'b'), `${process.cwd()}/package.json`), false);
  expect(text).toContain('  --> package.json:62:29');
  expect(text).toMatch(/^ 62 \| .*\n {4}\| {29}\^$/m);
});

test('what is thrown and is no error is shown as it is', () => {
  expect(errorText('out of paper')).toBe('error: out of paper\n');
  expect(errorText(undefined)).toBe('error: undefined\n');
});

test('an error without a stack has no place', () => {
  const error = new Error('a');
  error.stack = undefined;
  expect([errorText(error, false), errorText(error, true)]).toEqual(['error[Error]: a\n', 'error[Error]: a\n\n']);
});

test.each<[value: string | undefined, hasStack: boolean]>([
  ['meshwright', true],
  ['other', false],
  [undefined, false],
])('DEBUG=%s shows the stack: %s', (value, hasStack) => {
  const before = process.env.DEBUG;
  if (value === undefined) delete process.env.DEBUG;
  else process.env.DEBUG = value;
  const text = errorText(from(new Error('a')));
  if (before === undefined) delete process.env.DEBUG;
  else process.env.DEBUG = before;
  expect(text).toBe(hasStack ? `error[Error]: a\n${place}\n${from(new Error('a')).stack}\n` : `error[Error]: a\n${place}\n`);
});
