import { plainCaller } from './access';
import type { Access } from './call';

/** The matrix as text: each called port, and below it every caller with what decides. */
export function accessText(all: readonly Access[]): string {
  return groups(all)
    .map(([title, entries]) => {
      const width = Math.max(...entries.map(({ from }) => from.length));
      return [title, ...entries.map((entry) => `  ${entry.from.padEnd(width)}  ${entry.permission.padEnd(11)}  ${entry.reason}`)].join(
        '\n',
      );
    })
    .join('\n\n');
}

const marks = { allowed: 'yes', conditional: 'partly', denied: 'no' } as const;

/** The matrix as a Markdown table: callers down, called ports across; below it what decides where it is not the same for all requests. */
export function accessMarkdown(all: readonly Access[]): string {
  const columns = groups(all).map(([title]) => title);
  const callers = [...new Set(all.map(({ from }) => from))];
  const cell = (from: string, title: string) => {
    const entry = all.find((each) => each.from === from && titleOf(each) === title);
    return entry ? `${marks[entry.permission]}${entry.requiresToken ? ' (token)' : ''}` : '';
  };
  const rows = callers.map((from) => `| ${escaped(from)} | ${columns.map((title) => cell(from, title)).join(' | ')} |`);
  const notes = all
    .filter(({ permission }) => permission === 'conditional')
    .map((entry) => `- ${escaped(entry.from)} to ${escaped(titleOf(entry))}: ${escaped(entry.reason)}`);
  const head = [`| from | ${columns.map(escaped).join(' | ')} |`, `|---|${columns.map(() => '---|').join('')}`];
  return [...head, ...rows, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

/** For example `shop/web:80 (Deployment shop/web-v1)`. */
function titleOf({ to, port, workload }: Access): string {
  return `${to}:${port} (${workload})`;
}

function groups(all: readonly Access[]): [string, Access[]][] {
  const found = new Map<string, Access[]>();
  for (const entry of all) {
    const title = titleOf(entry);
    const group = found.get(title);
    if (group) group.push(entry);
    else found.set(title, [entry]);
  }
  return [...found];
}

function escaped(text: string): string {
  return text.replace(/[|\\`*_<>[\]]/g, '\\$&');
}

/** How many of each, in one line. */
export function accessSummary(all: readonly Access[]): string {
  const count = (permission: Access['permission']) => all.filter((entry) => entry.permission === permission).length;
  const plain = all.filter(({ from, permission }) => from === plainCaller && permission !== 'denied').length;
  return `${count('allowed')} allowed, ${count('conditional')} with conditions, ${count('denied')} denied; ${plain} accept plain text`;
}
