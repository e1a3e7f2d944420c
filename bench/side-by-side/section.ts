import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(__dirname, '..', '..', 'docs', 'benchmarks.md');

/**
 * Writes what a bench measured into docs/benchmarks.md, between the marks that name its npm script.
 *
 * @throws Error where the page has lost the marks
 */
export function writeSection(script: string, text: string): void {
  const [start, end] = [
    `<!-- What follows is written by \`npm run ${script}\`. -->\n`,
    `<!-- What precedes is written by \`npm run ${script}\`. -->\n`,
  ];
  const before = readFileSync(page, 'utf8');
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has lost the marks between which the tables of \`npm run ${script}\` stand`);
  writeFileSync(page, `${before.slice(0, from + start.length)}\n${text.trim()}\n\n${before.slice(to)}`);
}
