/** Lists that pages hold of what the code has: a verb, scenario or npm script without a word in the docs fails here, and so does a word without a script. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../lib/check/all-rules';
import { verbs } from '../lib/cli';
import { scripts } from '../package.json';
import { scenarioNames } from '../proof/prove';

const root = join(__dirname, '..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'proof/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));
const text = new Map(pages.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
const all = [...text.values()].join('\n');

/** Run by npm itself. */
const lifecycle = ['prepack'];

test('every npm script is named in a page', () => {
  const named = new Set([...all.matchAll(/\bnpm (?:run )?(?:-s |--silent )?([a-z][a-z:-]*)/g)].map(([, name]) => name));
  expect(Object.keys(scripts).filter((name) => !named.has(name) && !lifecycle.includes(name))).toEqual([]);
});

test('every npm script that a page names exists', () => {
  const unknown = [...text].flatMap(([page, content]) =>
    [...content.matchAll(/\bnpm run (?:-s |--silent )?([a-z][a-z:-]*)/g)]
      .filter(([, name = '']) => !(name in scripts))
      .map(([, name]) => `${page}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

test.each(Object.keys(verbs))('a page shows `mesh %s`', (verb) => {
  expect(all).toMatch(new RegExp(`\\bmesh (?:-- )?${verb}\\b`));
});

test.each(scenarioNames)('proof/README.md describes the scenario %s', (name) => {
  expect(text.get('proof/README.md')).toContain(`| \`${name}\` |`);
});

test('the list of decisions names each page once', () => {
  const list = text.get('docs/decisions/README.md') ?? '';
  const listed = [...list.matchAll(/^\| \[[^\]]+\]\(([^)]+)\)/gm)].map(([, page]) => page);
  const written = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md');
  expect(listed.sort()).toEqual(written.sort());
});

test('docs/checks.md counts the rules', () => {
  expect(text.get('docs/checks.md')).toContain(` ${allRules.length} rules, each with a page`);
});
