import { styleText } from 'node:util';
import { type Finding, formatPath, levels } from '../check/finding';
import type { Level } from '../diagnostic';
import { countByLevel, type Report } from './report';

type Style = Parameters<typeof styleText>[0];
const colours: Readonly<Record<Level, Style>> = { error: ['red', 'bold'], warning: ['yellow', 'bold'], info: ['cyan', 'bold'] };

/** How a report is shown. */
export interface PrettyOptions {
  /** @default false */
  readonly colour?: boolean;
}

/** The report for people: each finding with its place, a code frame, why and fix, and at the end how many there are. */
export function renderPretty({ findings, objects }: Report, { colour = false }: PrettyOptions = {}): string {
  const paint = (style: Style, text: string) => (colour ? styleText(style, text) : text);
  const blocks = foldByPlace(findings).map(({ finding, also }) => block(finding, also, paint));
  return [...blocks, footer(findings, objects)].join('\n');
}

/** One finding as it stands in the report, without colour. */
export function renderFinding(finding: Finding): string {
  return block(finding, [], (_style, text) => text);
}

type Paint = (style: Style, text: string) => string;

function block(finding: Finding, also: readonly Finding[], paint: Paint): string {
  const { code, level, rule, message, why, fix } = finding;
  const lines = [
    `${paint(colours[level], `${level}[${code}]`)} ${rule}: ${paint('bold', message)}`,
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
  return parts.length > 0 ? [`  --> ${parts.join('   ')}`] : [];
}

const widest = 160;

function frame({ position, line }: Finding, paint: Paint): string[] {
  if (!position || line === undefined || line.trim() === '') return [];
  const number = String(position.line);
  const margin = ' '.repeat(number.length);
  // A line of minified JSON is cut down to what stands around the place.
  const start = position.column > widest - 40 ? position.column - 40 : 0;
  const column = position.column - 1 - start;
  const shown = line.slice(start, start + widest).replaceAll('\t', ' ');
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

function footer(findings: readonly Finding[], objects: number): string {
  const counts = countByLevel(findings);
  const told = levels.filter((level) => counts[level] > 0).map((level) => `${counts[level]} ${plural(level, counts[level])}`);
  return told.length === 0
    ? `no findings in ${objects} ${plural('object', objects)}\n`
    : `${told.join(', ')} in ${objects} ${plural('object', objects)}\n`;
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}
