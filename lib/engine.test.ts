import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import * as engine from './engine';

const page = readFileSync(join(__dirname, '../docs/engine.md'), 'utf8');
const example = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

test('every value that the package exports is in docs/engine.md', () => {
  expect(Object.keys(engine).filter((name) => !page.includes(`\`${name}`))).toEqual([]);
});

test('the example of docs/engine.md prints what it says', () => {
  const { code } = transformSync(example, { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });
  const printed: string[] = [];
  const run = new Function('require', 'console', 'exports', code);
  run(
    (name: string) => (name === 'meshwright/mesh' ? engine : require(name)),
    { log: (...all: unknown[]) => printed.push(all.join(' ')) },
    {},
  );
  const expected = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text);
  expect(expected.length).toBeGreaterThan(2);
  expect(printed).toEqual(expected);
});
