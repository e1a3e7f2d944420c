import { formatPath } from '../check/finding';
import { shortened, visible } from '../visible';
import { effects, type FactChange, type RequestChange } from './change';
import type { Diff } from './diff';
import { findingGroups, namesText } from './finding-lines';
import { countText, headlineOf, sendersText } from './headline';
import { movedPicture } from './moved-picture';
import type { ObjectChange } from './object-changes';
import { askText, footerText, titles, valueText } from './pretty';

/** A comment on a pull request has at most so many lines. */
export const mostLines = 60;
/** Rows of the table, examples to paste, undecided things, findings. */
const most = { rows: 11, asks: 4, undecided: 3, findings: 4 };

/** A diff as a comment on a pull request: what moves first, the rest folded away. */
export function diffMarkdown(diff: Diff): string {
  const head = [`### ${escaped(headlineOf(diff))}`, ''];
  const end = [`<sub>${escaped(footerText(diff))}</sub>`];
  const parts = [...table(diff), ...movedPicture(diff.requests), ...asks(diff.requests), ...undecided(diff), ...findings(diff)];
  const room = mostLines - head.length - end.length - parts.length;
  return `${[...head, ...parts, ...objects(diff.objects, room), ...end].join('\n')}\n`;
}

/** What is answered or permitted otherwise, as a table; nothing where nothing is. */
export function table({ requests, facts }: Pick<Diff, 'requests' | 'facts'>): string[] {
  if (requests.length + facts.length === 0) return [];
  const rows = [...requests, ...facts].sort(bySeriousness).map(row);
  const rest = rows.length > most.rows ? [`| | … and ${rows.length - most.rows} more | | | |`] : [];
  return ['| | what | from | before | after |', '|---|---|---|---|---|', ...rows.slice(0, most.rows), ...rest, ''];
}

const order = Object.keys(effects);

/** What the first line is about comes first, in whatever part it is; what has no effect comes last. */
function bySeriousness({ effect: one }: RequestChange | FactChange, { effect: other }: RequestChange | FactChange): number {
  const rank = (effect: string | undefined) => (effect === undefined ? order.length : order.indexOf(effect));
  return rank(one) - rank(other);
}

function row(change: RequestChange | FactChange): string {
  const from = 'callers' in change ? sendersText(change.callers) : '';
  return `| ${[titles[change.section], code(change.what), escaped(from), escaped(change.old), escaped(change.new)].join(' | ')} |`;
}

function asks(requests: readonly RequestChange[]): string[] {
  if (requests.length === 0) return [];
  const commands = [...requests]
    .sort(bySeriousness)
    .slice(0, most.asks)
    .map((change) => shortened(visible(askText(change)), 300));
  return folded('Requests to paste', ['```sh', ...commands, '```']);
}

function undecided({ undecided: all }: Diff): string[] {
  if (all.length === 0) return [];
  const rest = all.length > most.undecided ? [`- … and ${all.length - most.undecided} more`] : [];
  return folded(`${countText(all.length, 'thing')} undecided`, [
    ...all.slice(0, most.undecided).map((text) => `- ${escaped(text)}`),
    ...rest,
  ]);
}

function findings({ findings: all }: Diff): string[] {
  const { added, gone } = all;
  if (added.length + gone.length === 0) return [];
  const lines = findingGroups(all)
    .filter(({ sign }) => sign === '+')
    .map(({ level, code: rule, message, names }) => `- **${level} ${rule}** ${escaped(`${namesText(names)}: ${message}`)}`);
  const rest = lines.length > most.findings ? [`- … and ${lines.length - most.findings} more`] : [];
  return folded(`${countText(added.length, 'new finding')}, ${gone.length} gone`, [...lines.slice(0, most.findings), ...rest]);
}

/** @param room lines that are left */
function objects(changes: readonly ObjectChange[], room: number): string[] {
  const fixed = 8;
  if (changes.length === 0 || room < fixed) return [];
  const lines = changes.flatMap(objectLines);
  const shown = lines.slice(0, room - fixed);
  const rest = lines.length > shown.length ? [`# … ${lines.length - shown.length} more lines`] : [];
  return folded(`${countText(changes.length, 'object')}`, ['```diff', ...shown, ...rest, '```']);
}

function objectLines({ kind, name, old, new: next, fields }: ObjectChange): string[] {
  if (!old) return [visible(`+ ${kind} ${name}`)];
  if (!next) return [visible(`- ${kind} ${name}`)];
  const lines = fields.map(({ path, old: was, new: is }) => `!   ${formatPath(path)}: ${valueText(was)} → ${valueText(is)}`);
  return [`! ${kind} ${name}`, ...lines].map((line) => visible(line).replaceAll('`', "'"));
}

function folded(summary: string, lines: readonly string[]): string[] {
  return [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}

function code(text: string): string {
  return `\`${visible(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** Text of manifests that Markdown shows as it is written. */
export function escaped(text: string): string {
  // A zero-width character behind @ keeps a value such as `@team` from calling people.
  return visible(text)
    .replace(/[|\\`*_<>[\]~]/g, '\\$&')
    .replaceAll('@', '@\u200b');
}
