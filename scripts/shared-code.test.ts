import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, type Script } from 'node:vm';
import { jest as configured } from '../package.json';

const { scriptOf, textOf } = require('./shared-code.cjs') as {
  textOf(file: string): string;
  scriptOf(code: string, filename: string, parameters: readonly string[]): Script | undefined;
};

const parameters = ['module', 'exports'];
const counter = 'let n = 0;\nexports.next = () => ++n;\nexports.global = () => globalThis.left;';

function load(code: string, filename: string, context = createContext({})) {
  const module = { exports: {} as Record<string, () => unknown> };
  scriptOf(code, filename, parameters)?.runInContext(context)(module, module.exports);
  return module.exports;
}

test('jest runs on it', () => {
  expect(configured.runtime).toBe('<rootDir>/scripts/jest-runtime.cjs');
});

test('code is compiled once, values are made anew', () => {
  expect(scriptOf(counter, 'counter.js', parameters)).toBe(scriptOf(counter, 'counter.js', parameters));
  const one = load(counter, 'counter.js', createContext({ left: 'here' }));
  const other = load(counter, 'counter.js');
  expect([one.next?.(), one.next?.(), other.next?.()]).toEqual([1, 2, 1]);
  expect([one.global?.(), other.global?.()]).toEqual(['here', undefined]);
});

test('a module that changed is compiled again', () => {
  expect(load('exports.is = () => 1', 'changed.js').is?.()).toBe(1);
  expect(load('exports.is = () => 2', 'changed.js').is?.()).toBe(2);
});

test.each([
  ['on the first line', 'exports.at = () => new Error().stack', ':1:20'],
  ['below', '\n\nexports.at = () => new Error().stack', ':3:20'],
])('a position %s is that of the text', (where, code, position) => {
  expect(load(code, `${where}.js`).at?.()).toContain(`${where}.js${position}`);
});

test.each([
  ['a mistake', 'const = 1;'],
  ['an import as it runs', "exports.later = () => import('node:fs')"],
  ['a line for the shell', '#!/usr/bin/env node\nexports.a = 1'],
])('%s is left to jest', (what, code) => {
  expect(scriptOf(code, `${what}.js`, parameters)).toBeUndefined();
});

test('a file is read once, and again when it has changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-shared-code-'));
  const file = join(folder, 'module.ts');
  try {
    writeFileSync(file, 'one');
    expect(textOf(file)).toBe('one');
    expect(textOf(file)).toBe('one');
    writeFileSync(file, 'another');
    expect(textOf(file)).toBe('another');
    rmSync(file);
    expect(() => textOf(file)).toThrow('ENOENT');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
