import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frameText, userFrame } from './user-frame';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-frame-'));
  file = join(folder, 'main.ts');
  writeFileSync(file, 'first\nsecond\nthird');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The frame of an error whose stack has these calls, as seen from `/home/me/shop`. */
function frameOf(...calls: string[]) {
  const error = new Error('a');
  error.stack = ['Error: a', ...calls.map((call) => `    at ${call}`)].join('\n');
  return userFrame(error, '/home/me/shop');
}

const mine = { file: 'main.ts', line: 3, column: 7, text: undefined };

test.each<[what: string, calls: string[]]>([
  ['of a function', ['retail (/home/me/shop/main.ts:3:7)']],
  ['of a file', ['/home/me/shop/main.ts:3:7']],
  ['of a module', ['file:///home/me/shop/main.ts:3:7']],
  ['of a function of a module', ['new Shop (file:///home/me/shop/main.ts:3:7)']],
  ['below one of Node', ['node:internal/modules/cjs/loader:1105:14', 'Module.load (node:internal:3:7)', '/home/me/shop/main.ts:3:7']],
  ['below one of a package', ['run (/home/me/shop/node_modules/cdk8s/lib/app.js:20:5)', '/home/me/shop/main.ts:3:7']],
  ['below one of this library', [`within (${join(__dirname, '../constructs/within.ts')}:9:12)`, '/home/me/shop/main.ts:3:7']],
  ['below one without a place', ['new Promise (<anonymous>)', 'native', '/home/me/shop/main.ts:3:7']],
  ['above another of the same person', ['/home/me/shop/main.ts:3:7', '/home/me/shop/other.ts:1:1']],
])('finds the call %s', (_, calls) => {
  expect(frameOf(...calls)).toEqual(mine);
});

test.each<[what: string, calls: string[]]>([
  ['no call has', []],
  ['Node, packages and this library have', ['node:internal:3:7', '/a/node_modules/b/c.js:3:7', `${join(__dirname, 'order.ts')}:9:12`]],
  ['is but where a text was evaluated', ['eval (eval at run (/home/me/shop/main.ts:3:7), <anonymous>:1:1)']],
  ['has no column', ['/home/me/shop/main.ts:3']],
])('finds nothing where a place of the person’s own %s', (_, calls) => {
  expect(frameOf(...calls)).toBeUndefined();
});

test('finds nothing in an error without a stack', () => {
  expect(userFrame({ name: 'Error', message: 'a' })).toBeUndefined();
});

test('a folder beside this library, of a name that begins alike, is a person’s own', () => {
  expect(frameOf(`${join(__dirname, '..')}-of-mine/main.ts:3:7`)?.line).toBe(3);
});

test('the name of a folder may have parentheses', () => {
  expect(frameOf('retail (/home/me/shop (1)/main.ts:3:7)')?.file).toBe('../shop (1)/main.ts');
});

test('reads the line from the file; a line that the file does not have has no text', () => {
  expect(frameOf(`${file}:2:4`)).toMatchObject({ line: 2, column: 4, text: 'second' });
  expect(frameOf(`${file}:9:4`)).toMatchObject({ line: 9, text: undefined });
});

test.each<[what: string, frame: Parameters<typeof frameText>[0], lines: string[]]>([
  ['the place alone where the file cannot be read', { file: 'main.ts', line: 3, column: 7 }, ['  --> main.ts:3:7']],
  [
    'a mark below the column',
    { file: 'main.ts', line: 3, column: 5, text: 'one two' },
    ['  --> main.ts:3:5', '   |', ' 3 | one two', '   |     ^'],
  ],
  [
    'room for the number of the line',
    { file: 'main.ts', line: 123, column: 1, text: 'one' },
    ['  --> main.ts:123:1', '     |', ' 123 | one', '     | ^'],
  ],
  [
    'the beginning of a long line',
    { file: 'main.ts', line: 3, column: 2, text: 'x'.repeat(200) },
    ['  --> main.ts:3:2', '   |', ` 3 | ${'x'.repeat(160)}`, '   |  ^'],
  ],
  ['a mark at the start of a line for column 0', { file: 'a', line: 1, column: 0, text: 'x' }, ['  --> a:1:0', '   |', ' 1 | x', '   | ^']],
])('shows %s', (_, frame, lines) => {
  expect(frameText(frame)).toBe(lines.join('\n'));
});
