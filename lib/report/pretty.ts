import { styleText } from 'node:util';
import { type Finding, formatPath, levels } from '../check/finding';
import type { Level } from '../diagnostic';
import { shortened, visible } from '../visible';
import { capped, countByLevel, type Report } from './report';

type Style = Parameters<typeof styleText>[0];
const colours: Readonly<Record<Level, Style>> = { error: ['red', 'bold'], warning: ['yellow', 'bold'], info: ['cyan', 'bold'] };

/** How a report is shown. */
export interface PrettyOptions {
  /** @default false */
  readonly colour?: boolean;
}

/** The report for people: each finding with its place, a code frame, why and fix, and at the end how many there are. */
export function renderPretty(report: Report, { colour = false }: PrettyOptions = {}): string {
  const paint = (style: Style, text: string) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const { shown, more } = capped(report.findings);
  const blocks = foldByPlace(shown).map(({ finding, also }) => block(finding, also, paint));
  const counted = [...more].map(([rule, count]) => `… and ${count} more of ${rule} (--format json has them all)\n`);
  return [...blocks, ...counted, footer(report)].join('\n');
}

/** One finding as it stands in the report, without colour. */
export function renderFinding(finding: Finding): string {
  return block(finding, [], (_style, text) => text);
}

type Paint = (style: Style, text: string) => string;

function block(finding: Finding, also: readonly Finding[], paint: Paint): string {
  const { code, level, rule } = finding;
  const [message, why, fix] = [finding.message, finding.why, finding.fix].map((text) => text && shortened(visible(text), longest));
  const lines = [
    `${paint(colours[level], `${level}[${code}]`)} ${rule}: ${paint('bold', message ?? '')}`,
    ...place(finding),
    ...frame(finding, paint),
    ...(why ? [`   = why: ${why}`] : []),
    ...(fix ? [`   = fix: ${fix}`] : []),
    ...(also.length > 0 ? [`   = also: ${also.map((other) => `${other.code} ${other.rule}`).join(', ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function place({ position, object, path, manifest }: Finding): string[] {
  const where = position ? `${position.file}:${position.line}:${position.column}` : formatPath(path);
  const what = object ? `${object.kind} ${object.namespace ? `${object.namespace}/` : ''}${object.name}` : '';
  const construct = manifest?.source.construct ? `(${manifest.source.construct})` : '';
  const parts = [where, what, construct].filter(Boolean);
  return parts.length > 0 ? [`  --> ${visible(parts.join('   '))}`] : [];
}

const widest = 160;
/** Longest message: some list every object that takes part. */
const longest = 800;

function frame({ position, line }: Finding, paint: Paint): string[] {
  if (!position || line === undefined || line.trim() === '') return [];
  const number = String(position.line);
  const margin = ' '.repeat(number.length);
  // A line of minified JSON is cut down to what stands around the place.
  const start = position.column > widest - 40 ? position.column - 40 : 0;
  const plain = line.slice(start, start + widest).replaceAll('\t', ' ');
  const shown = visible(plain);
  const column = visible(plain.slice(0, position.column - 1 - start)).length;
  const carets = '^'.repeat(Math.max(1, Math.min(tokenLength(line.slice(position.column - 1)), shown.length - column)));
  return [` ${margin} |`, ` ${number} | ${shown}`, ` ${margin} | ${' '.repeat(column)}${paint('red', carets)}`];
}

/** Length of the key, quoted text or plain value that a line starts with. */
function tokenLength(text: string): number {
  const match = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[[{]|(?:[^\s,:#\]}]|:(?=\S)|#)+)/.exec(text);
  return match?.[0].length ?? 1;
}

/** Findings of one place have one cause: the worst is shown, the others are named below it. */
function foldByPlace(findings: readonly Finding[]): { finding: Finding; also: readonly Finding[] }[] {
  const groups = new Map<unknown, Map<string, Finding[]>>();
  for (const finding of findings) {
    const ofObject = groups.get(finding.manifest ?? finding) ?? new Map<string, Finding[]>();
    groups.set(finding.manifest ?? finding, ofObject);
    const key = formatPath(finding.path);
    ofObject.set(key, [...(ofObject.get(key) ?? []), finding]);
  }
  return [...groups.values()]
    .flatMap((ofObject) => [...ofObject.values()])
    .flatMap((group) => {
      const [worst, ...rest] = group.sort((one, other) => levels.indexOf(one.level) - levels.indexOf(other.level));
      return worst ? [{ finding: worst, also: rest }] : [];
    });
}

function footer({ findings, objects, unknownKinds }: Report): string {
  const counts = countByLevel(findings);
  const found = levels.filter((level) => counts[level] > 0).map((level) => `${counts[level]} ${plural(level, counts[level])}`);
  return `${found.join(', ') || 'no findings'} in ${objects} ${plural('object', objects)}${withoutSchema(unknownKinds)}\n`;
}

const mostKinds = 5;

function withoutSchema(kinds: ReadonlyMap<string, number> = new Map()): string {
  if (kinds.size === 0) return '';
  const total = [...kinds.values()].reduce((sum, count) => sum + count, 0);
  const names = [...kinds.keys()].slice(0, mostKinds).map(visible);
  const more = kinds.size > mostKinds ? ` and ${kinds.size - mostKinds} more` : '';
  return `; ${total} of ${kinds.size === 1 ? 'a kind' : 'kinds'} without a schema: ${names.join(', ')}${more}`;
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}
