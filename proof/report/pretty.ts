import { styleText } from 'node:util';
import type { Results, Row } from './results';

const signs = { held: styleText('green', '✓'), failed: styleText('red', '✗'), skipped: styleText('yellow', '-') } as const;

/** One scenario as text: a title, a line a row, and under it why it failed. */
export function prettyResults({ title, rows, seconds }: Results): string {
  return [`${styleText('bold', title)}  ${styleText('dim', `${seconds.toFixed(1)} s`)}`, ...rows.flatMap(prettyRow), ''].join('\n');
}

/** All scenarios in a table. Its last line is `N passed, N failed, N skipped`. */
export function prettySummary(all: readonly Results[]): string {
  const width = Math.max(...all.map(({ title }) => title.length));
  const lines = all.map(({ title, rows, seconds }) => {
    const counts = `${String(count(rows, 'held')).padStart(3)} of ${String(rows.length).padStart(3)} held`;
    const sign = count(rows, 'failed') > 0 ? signs.failed : count(rows, 'held') === 0 ? signs.skipped : signs.held;
    return `${sign} ${title.padEnd(width)}  ${counts}  ${seconds.toFixed(1).padStart(5)} s`;
  });
  const rows = all.flatMap((one) => one.rows);
  return [...lines, '', `${count(rows, 'held')} passed, ${count(rows, 'failed')} failed, ${count(rows, 'skipped')} skipped`].join('\n');
}

function prettyRow({ name, outcome, detail }: Row): string[] {
  if (outcome === 'held') return [`  ${signs.held} ${name}${detail ? styleText('dim', `  ${detail}`) : ''}`];
  return [`  ${signs[outcome]} ${name}`, ...(detail ?? '').split('\n').map((line) => `      ${line}`)];
}

function count(rows: readonly Row[], outcome: Row['outcome']): number {
  return rows.filter((row) => row.outcome === outcome).length;
}
