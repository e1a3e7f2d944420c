import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../lib'; // so that a change of any construct runs this

const pages = join(__dirname, '../docs/constructs');

test('the pages of constructs compile, and show what is written, how mistakes end and which options there are', () => {
  const tsx = join(require.resolve('tsx/package.json'), '../dist/cli.mjs');
  const { stderr, status } = spawnSync(process.execPath, [tsx, join(__dirname, 'construct-pages/run.mts'), '--check'], {
    encoding: 'utf8',
  });
  // The compiler says so when it is closed on a busy machine before it has finished what nobody waits for.
  const said = stderr.replace('context canceled\n', '');
  expect({ said, status }).toEqual({ said: '', status: 0 });
}, 60_000);

test('every construct that is exported stands on a page', () => {
  const index = readFileSync(join(__dirname, '../lib/index.ts'), 'utf8');
  const files = [...index.matchAll(/from '(\.\/constructs\/[^']*)'/g)].map(([, file = '']) => join(__dirname, '../lib', `${file}.ts`));
  const made = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name = '']) => name),
  );
  const text = readdirSync(pages)
    .map((name) => readFileSync(join(pages, name), 'utf8'))
    .join('\n');
  const exported = made.filter((name) => new RegExp(`\\b${name}\\b`).test(index));
  expect(exported.filter((name) => !new RegExp(`\`[^\`]*\\b${name}\\b`).test(text))).toEqual([]);
});
