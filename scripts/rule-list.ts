import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run rules`: `lib/check/all-rules.ts` from the files of the rules, so that a new rule is its own file and page. */
const check = join(__dirname, '..', 'lib', 'check');

interface Entry {
  readonly code: string;
  readonly name: string;
  readonly constant: string;
  readonly path: string;
}

/** The text of `lib/check/all-rules.ts`. */
export function ruleList(): string {
  const entries = readdirSync(join(check, 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/]+\/[^/]+(?<!\.test)\.ts$/.test(file))
    .map(entryOf)
    .sort((one, other) => compare(one.code, other.code) || compare(one.name, other.name));
  const imports = [...entries].sort((one, other) => compareSteps(one.path.split('/'), other.path.split('/'))); // as biome sorts them
  return [
    "import type { Rule } from './rule';",
    ...imports.map(({ constant, path }) => `import { ${constant} } from './rules/${path}';`),
    '',
    '/** Every rule, in the order of their codes. Made from the files in `rules/` by `npm run rules`; do not edit. */',
    'export const allRules: readonly Rule[] = [',
    ...entries.map(({ constant }) => `  ${constant},`),
    '];',
    '',
  ].join('\n');
}

function entryOf(file: string): Entry {
  const text = readFileSync(join(check, 'rules', file), 'utf8');
  const constant = /^export const (\w+) = rule\(/m.exec(text)?.[1];
  const code = /^ {2}code: '(\w+)',$/m.exec(text)?.[1];
  if (constant === undefined || code === undefined) throw new Error(`lib/check/rules/${file} exports no rule with a code`);
  const path = file.replace(/\.ts$/, '');
  return { constant, code, path, name: path.replace(/^.*\//, '') };
}

/** By folder, then by file: `gateway/x` goes before `gateway-api/x`. */
function compareSteps([one = '', ...ones]: string[], [other = '', ...others]: string[]): number {
  return one === '' && other === '' ? 0 : compare(one, other) || compareSteps(ones, others);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

if (require.main === module) writeFileSync(join(check, 'all-rules.ts'), ruleList());
