import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The code of docs/make-it-yours.md, run in a folder that has the rest of the repository. */
const root = __dirname;
const page = readFileSync(join(root, 'docs/make-it-yours.md'), 'utf8');
const [main = '', test_ = ''] = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

// Made at once, since its tests become tests of this file.
const copy = mkdtempSync(join(tmpdir(), 'yours-'));
for (const name of ['package.json', 'tsconfig.json']) cpSync(join(root, name), join(copy, name));
cpSync(join(root, 'scripts'), join(copy, 'scripts'), { recursive: true });
mkdirSync(join(root, 'build'), { recursive: true });
for (const name of ['lib', 'imports', 'node_modules', 'build']) symlinkSync(join(root, name), join(copy, name));
writeFileSync(join(copy, 'main.ts'), main);
writeFileSync(join(copy, 'main.test.ts'), test_);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });

test('what is to be removed is there', () => {
  const removed = [...page.matchAll(/^git rm (?:-r )?(.*)$/gm)].flatMap(([, paths = '']) => paths.split(' '));
  expect(removed.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(removed.length).toBeGreaterThan(10);
});

test('its system is synthesized', () => {
  const { stderr, stdout } = node('--preserve-symlinks', '--require', './scripts/typescript.cjs', 'main.ts');
  expect([stderr, stdout]).toEqual(['', 'wrote 2 files, 7 objects, no findings, to dist\n']);
  expect(readdirSync(join(copy, 'dist')).filter((name) => name.endsWith('.yaml'))).toEqual(['0-namespaces.k8s.yaml', 'shop.k8s.yaml']);
});

describe('its test', () => {
  require(join(copy, 'main.test.ts'));
});

test('what jest is configured to load is there', () => {
  const paths = readFileSync(join(copy, 'package.json'), 'utf8').matchAll(/<rootDir>\/([^"]*[^"/])"/g);
  const missing = [...paths].map(([, path = '']) => path).filter((path) => !existsSync(join(copy, path)));
  expect(missing).toEqual([]);
});
