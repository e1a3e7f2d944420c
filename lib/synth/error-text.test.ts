import { relative } from 'node:path';
import { ConstructError } from '../errors';
import { errorText } from './error-text';

/** As a stack would show it where the user's file is this one. */
function from(error: Error, file = '/home/me/shop/main.ts'): Error {
  error.stack = `${error.name}: ${error.message}\n    at within (${__dirname}/../constructs/within.ts:9:12)\n    at retail (${file}:62:29)\n    at node:internal/main:1:1`;
  return error;
}

test('an expected error: what, the place in the user’s own file, the construct, why, the fix; no stack', () => {
  const error = new ConstructError('SplitWeights', 'weights add up to 100, got `120`', {
    construct: 'retail/site',
    at: 'route 1',
    why: 'b',
    fix: 'c',
  });
  expect(errorText(from(error), false)).toBe(
    [
      'error[SplitWeights]: weights add up to 100, got `120`',
      '  --> ../../../home/me/shop/main.ts:62:29',
      '   = in: construct retail/site, route 1',
      '   = why: b',
      '   = fix: c',
      '',
    ]
      .join('\n')
      .replace('../../../', `${relative(process.cwd(), '/')}/`),
  );
});

test('the line of the file, with a mark below the column', () => {
  const text = errorText(from(new ConstructError('A', 'b'), `${process.cwd()}/package.json`), false);
  expect(text).toContain('  --> package.json:62:29');
  expect(text).toMatch(/^ 62 \| .*\n {4}\| {29}\^$/m);
});

test.each([
  ["There is already a Construct with name 'a' in Chart [shop]", /^error\[DuplicateId\]: two constructs have the id `a` in Chart \[shop\]/],
  ['cannot find a parent chart (directly or indirectly)', /^error\[NoChart\]: .*\n(.*\n)* {3}= fix: const chart/],
  ["Cannot access '_x' before initialization", /= why: two files import each other/],
])('%s', (message, shown) => {
  expect(errorText(from(new Error(message)), false)).toMatch(shown);
});

test('DEBUG=meshwright shows the stack', () => {
  expect(errorText(from(new Error('a')), true)).toContain('at retail');
});
