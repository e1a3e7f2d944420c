import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { memo } from '../memo';
import type { Rule } from './rule';

/** The page of a rule: message, why, fix, and YAML that does and does not break it. */
export const pageOf = memo((rule: Rule): string => {
  const path = pagesByRule().get(rule.name);
  if (path === undefined) throw new Error(`rule ${rule.name} has no page below lib/check/rules`);
  return readFileSync(path, 'utf8');
});

/** One paragraph of a page by its bold word: `What`, `Why` or `Fix`. */
export function paragraphOf(rule: Rule, word: 'What' | 'Why' | 'Fix'): string {
  const match = new RegExp(`\\*\\*${word}\\.\\*\\* ([\\s\\S]*?)(?=\\n\\*\\*|\\n\\n|$)`).exec(pageOf(rule));
  return (match?.[1] ?? '').replace(/\s+/g, ' ').trim();
}

let pages: Map<string, string> | undefined;

/** The path of each rule's page, by the name of the rule: `rules/<subject>/<rule>.md`. */
function pagesByRule(): ReadonlyMap<string, string> {
  if (pages) return pages;
  const folder = pagesFolder();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  pages = new Map(files.map((file) => [basename(file, '.md'), join(folder, file)]));
  return pages;
}

/** Pages are beside the sources of the rules, also in the published package. */
function pagesFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, 'lib/check/rules');
}
