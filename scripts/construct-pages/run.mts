import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API } from 'typescript/unstable/sync';
import type { MeshApp } from '../../lib/app.js';
import { OptionTables, tableOf } from './option-tables.mjs';

/*
 * `npm run construct-pages`: writes into the pages of docs/constructs what their examples make, how their mistakes end, and which options the
 * types have. With `--check` it writes nothing and ends with 1 when a page says anything else.
 */

const root = join(import.meta.dirname, '../..');
const pages = join(root, 'docs/constructs');
const build = join(root, 'build/construct-pages');

/** A block of a page that runs: what is shown right after it is what it writes, or how it fails. */
interface Example {
  readonly file: string;
  readonly isMistake: boolean;
}

const fence = /```ts (example|mistake)\n([\s\S]*?)```\n\n(<details>.*\n\n)?```(?:yaml|text) ?\n?[\s\S]*?```/g;
const options = /<!-- options of (\w+) -->[\s\S]*?<!-- end -->/g;

const names = readdirSync(pages).filter((name) => name.endsWith('.md'));
const before = new Map(names.map((name) => [name, readFileSync(join(pages, name), 'utf8')] as const));
rmSync(build, { recursive: true, force: true });
mkdirSync(build, { recursive: true });
writeFileSync(
  join(build, 'tsconfig.json'),
  JSON.stringify({ extends: '../../tsconfig.json', compilerOptions: { noUnusedLocals: false }, include: ['*.ts'], exclude: [] }),
);
const examples = new Map<string, Example>();
for (const [page, text] of before)
  for (const [index, [, kind, code = '']] of [...text.matchAll(fence)].entries()) {
    const file = join(build, `${page.replace('.md', '')}-${index}.ts`);
    examples.set(`${page} ${index}`, { file, isMistake: kind === 'mistake' });
    writeFileSync(file, framed(code));
  }

const wrong = typeErrors([...examples.values()]);
const tables = new OptionTables(join(root, 'tsconfig.json'), join(root, 'lib/index.ts'));
let stale = 0;
try {
  for (const [page, text] of before) {
    const after = await rendered(page, text);
    if (after === text) continue;
    stale += 1;
    if (process.argv.includes('--check')) process.stderr.write(`error: docs/constructs/${page} is not what the constructs do\n`);
    else writeFileSync(join(pages, page), after);
  }
} finally {
  tables.close();
}
if (stale > 0 && process.argv.includes('--check')) {
  process.stderr.write('  fix: npm run construct-pages\n');
  process.exitCode = 1;
}

/** An example as a program: it adds to `chart`, the chart `shop` of an app. */
function framed(code: string): string {
  const isImport = (line: string) => line.startsWith('import ');
  const lines = code.split('\n');
  const imports = lines.filter(isImport).map((line) => line.replace(/'meshwright/, `'${join(root, 'lib')}`));
  const frame = `import { Chart as FrameChart } from 'cdk8s';\nimport { MeshApp as FrameApp } from '${join(root, 'lib')}';`;
  const start = `export const app = new FrameApp({ outdir: '${join(build, 'dist')}' });\nconst chart = new FrameChart(app, 'shop', { namespace: 'shop' });`;
  return [...imports, frame, start, ...lines.filter((line) => !isImport(line))].join('\n');
}

/** What the compiler says of each file. */
function typeErrors(all: readonly Example[]): ReadonlyMap<string, string> {
  const api = new API();
  try {
    const config = join(build, 'tsconfig.json');
    const program = api.updateSnapshot({ openProjects: [config] }).getProject(config)?.program;
    return new Map(
      all.flatMap(({ file }) => (program?.getSemanticDiagnostics(file) ?? []).slice(0, 1).map(({ text }) => [file, text] as const)),
    );
  } finally {
    api.close();
  }
}

async function rendered(page: string, text: string): Promise<string> {
  const results: string[] = [];
  for (let index = 0; examples.has(`${page} ${index}`); index += 1) results.push(await outcome(page, examples.get(`${page} ${index}`)));
  let next = 0;
  return text
    .replace(fence, (_, kind: string, code: string, opening = '') => {
      const shown = results[next] ?? '';
      next += 1;
      return `\`\`\`ts ${kind}\n${code}\`\`\`\n\n${opening}\`\`\`${kind === 'mistake' ? 'text' : 'yaml'}\n${shown.trimEnd()}\n\`\`\``;
    })
    .replace(options, (_, name: string) => `<!-- options of ${name} -->\n${tableOf(tables.of(name))}\n<!-- end -->`);
}

/** What an example writes, or how a mistake ends. @throws Error for an example that fails, and for a mistake that does not */
async function outcome(page: string, example: Example | undefined): Promise<string> {
  if (!example) throw new Error(`${page}: no such example`);
  const { file, isMistake } = example;
  const typeError = wrong.get(file);
  if (typeError !== undefined) {
    if (isMistake) return `error TS: ${typeError}`;
    throw new Error(`${page}: ${file}: ${typeError}`);
  }
  try {
    const { app } = (await import(file)) as { app: MeshApp };
    const yaml = app.synthYaml();
    if (!isMistake) return yaml;
    app.synth();
  } catch (error) {
    if (isMistake && error instanceof Error) return error.message;
    throw new Error(`${page}: ${file} fails`, { cause: error });
  }
  throw new Error(`${page}: this mistake has no error: ${file}`);
}
