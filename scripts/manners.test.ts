import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import manifest from '../package.json';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Workflow {
  readonly jobs: {
    readonly ci: {
      readonly strategy: { readonly matrix: { readonly node: readonly number[] } };
      readonly steps: readonly { run?: string }[];
    };
  };
}

test('the workflow runs .ci/run, from the oldest Node that package.json allows on', () => {
  const { ci } = (load(read('.github/workflows/ci.yml')) as Workflow).jobs;
  expect(ci.steps.map(({ run }) => run)).toContain('.ci/run');
  const oldest = Number(/\d+/.exec(manifest.engines.node)?.[0]);
  expect(ci.strategy.matrix.node).toEqual([oldest, 22, 24]);
  expect(Number(read('.nvmrc'))).toBe(oldest);
  expect(read('.devcontainer/devcontainer.json')).toContain(`typescript-node:${oldest}-`);
});

test.each(['wrong-answer', 'bug', 'proposal'])('the issue form %s asks with fields that exist', (name) => {
  const { body } = load(read(`.github/ISSUE_TEMPLATE/${name}.yml`)) as { body: { attributes: object }[] };
  const known = ['label', 'description', 'render'];
  expect(body.flatMap(({ attributes }) => Object.keys(attributes)).filter((field) => !known.includes(field))).toEqual([]);
});

test('what is packed has its changelog, and no source maps, whose sources are not packed', () => {
  expect(manifest.files).toEqual(expect.arrayContaining(['CHANGELOG.md', 'SECURITY.md']));
  expect(JSON.parse(read('tsconfig.build.json')).compilerOptions).not.toHaveProperty('sourceMap');
});

test('a page that names the article links to what it is', () => {
  expect(read('README.md')).toContain('\n## The article, walked through\n');
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && /\bthe article\b/.test(read(`docs/${name}`)));
  expect(pages.filter((name) => !read(`docs/${name}`).includes('(../README.md#the-article-walked-through)'))).toEqual([]);
});
