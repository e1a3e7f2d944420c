import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { memo } from './memo';
import type { Rule } from './rule';

/** The page of a rule: what, why, fix, and YAML that does and does not break it. */
export const pageOf = memo((rule: Rule): string => readFileSync(join(pagesFolder(), `${rule.name}.md`), 'utf8'));

/** One paragraph of a page by its bold word: `What`, `Why` or `Fix`. */
export function paragraphOf(rule: Rule, word: 'What' | 'Why' | 'Fix'): string {
  const match = new RegExp(`\\*\\*${word}\\.\\*\\* ([\\s\\S]*?)(?=\\n\\*\\*|\\n\\n|$)`).exec(pageOf(rule));
  return (match?.[1] ?? '').replace(/\s+/g, ' ').trim();
}

/** Pages stand beside the sources of the rules, also in the published package. */
function pagesFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, 'lib/check/rules');
}
