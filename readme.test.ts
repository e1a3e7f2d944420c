import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** "Add a service in five minutes", done to the letter in a copy of the tree. */
const root = __dirname;
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const section = readme.slice(readme.indexOf('## Add a service in five minutes'), readme.indexOf('A program of your own goes'));
const [declaration = '', inMain = '', inTest = ''] = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) =>
  code.replace(/^ {3}/gm, ''),
);
const [, importLine = ''] = /`(import \{ cart \}[^`]*)`/.exec(section) ?? [];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'readme-'));
  for (const name of [
    'main.ts',
    'main.test.ts',
    'main.fidelity.test.ts',
    'main.facts.test.helper.ts',
    'environments.ts',
    'package.json',
    'tsconfig.json',
  ])
    cpSync(join(root, name), join(copy, name));
  for (const name of ['services', 'scripts', 'dist', 'examples', '__snapshots__'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  mkdirSync(join(root, 'build'), { recursive: true });
  for (const name of ['lib', 'imports', 'node_modules', 'build']) symlinkSync(join(root, name), join(copy, name));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const replaceIn = (file: string, from: string | RegExp, to: string) => {
  const before = readFileSync(join(copy, file), 'utf8');
  const after = before.replace(from, () => to);
  expect(after).not.toBe(before);
  writeFileSync(join(copy, file), after);
};
const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
const loader = ['--enable-source-maps', '--preserve-symlinks', '--require', './scripts/typescript.cjs'];

test('the steps lead to a system that answers', () => {
  mkdirSync(join(copy, 'services/cart'));
  writeFileSync(join(copy, 'services/cart/microservice.ts'), declaration);
  replaceIn('main.ts', 'import { product }', `${importLine}\nimport { product }`);
  const [constant = '', , route = ''] = inMain.split('\n');
  replaceIn('main.ts', '  const gateways = [ingress(chart, site)];', `  ${constant}\n  const gateways = [ingress(chart, site)];`);
  replaceIn('main.ts', "      { name: 'product-http-route'", `      ${route}\n      { name: 'product-http-route'`);
  const synth = node(...loader, 'main.ts');
  expect([synth.stderr, synth.status]).toEqual(['', 0]);
  expect(synth.stdout).toMatch(/^wrote \d+ files, \d+ objects, no findings, to dist\n$/);
  expect(readFileSync(join(copy, 'dist/discovering-services.k8s.yaml'), 'utf8')).toContain('registry.example.com/cart:1.4.2');
  const asked = node(...loader, './lib/cli/index.ts', 'route', 'dist', 'http://microservice.retailvoice.xyz/cart/items');
  expect(asked.stdout).toMatch(/^200 {2}path \/items .*\n/);
  expect(inTest.trim()).toMatch(/\/cart`, 'cart', '\/'\],$/);
});

test('what it shows of main.ts is in main.ts', () => {
  const [, shown = ''] = /\*\*Declare\.\*\*[^`]*[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const withoutIndent = (text: string) => text.replace(/^ +/gm, '');
  expect(shown).toContain('new VirtualService(');
  expect(withoutIndent(readFileSync(join(root, 'main.ts'), 'utf8'))).toContain(withoutIndent(shown));
});
