import { isCollection, isMap, isScalar, isSeq, type Node, parseDocument, type Range, type YAMLMap } from 'yaml';
import type { FieldPath } from '../../manifest/manifest';
import type { Repair } from '../../manifest/repair';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Changes one YAML document by as little text as possible: comments, order, quotes and spaces stay as they are.
 *
 * @returns undefined when something in it cannot be changed safely, such as a value that comes by an alias
 */
export function applyRepairs(text: string, repairs: readonly Repair[]): string | undefined {
  const document = parseDocument(text, { version: '1.1', merge: true });
  if (document.errors.length > 0) return undefined;
  const edits = repairs.map((repair) => editOf(text, repair, (path) => nodeAt(document.contents, path)));
  if (edits.includes(undefined)) return undefined;
  const fromTheEnd = edits.filter((edit) => edit !== undefined).sort((one, other) => other.start - one.start);
  if (fromTheEnd.some((edit, index) => overlaps(fromTheEnd[index + 1], edit))) return undefined;
  return fromTheEnd.reduce((changed, { start, end, text: insert }) => changed.slice(0, start) + insert + changed.slice(end), text);
}

/** Two edits that begin at one place overlap too, although each may only insert. */
function overlaps(before: Edit | undefined, { start }: Edit): boolean {
  return before !== undefined && (before.end > start || before.start === start);
}

type Find = (path: FieldPath) => Ranged | undefined;
type Ranged = Node & { readonly range: Range };

function nodeAt(root: unknown, path: FieldPath): Ranged | undefined {
  const node = path.length === 0 ? root : isCollection(root) ? root.getIn(path, true) : undefined;
  return (isCollection(node) || isScalar(node)) && node.range ? (node as Ranged) : undefined;
}

function editOf(text: string, repair: Repair, find: Find): Edit | undefined {
  const node = find(repair.path);
  if (!node) return undefined;
  if (repair.kind === 'value') return isScalar(node) ? replaceValue(text, node, repair.value) : undefined;
  if (repair.kind === 'field') return isMap(node) ? insertField(text, node as Ranged & YAMLMap, repair) : undefined;
  return splitItem(text, repair.path, find);
}

function replaceValue(text: string, { range: [start, end] }: Ranged, value: string): Edit {
  const quote = text[start] === '"' || text[start] === "'" ? text[start] : '';
  return { start, end, text: `${quote}${value}${quote}` };
}

/** Before the first field, on a line of its own or inside the braces. */
function insertField(text: string, map: Ranged & YAMLMap, { name, value }: { name: string; value: string }): Edit | undefined {
  const [start] = map.range;
  if (map.flow) return { start: start + 1, end: start + 1, text: ` ${name}: ${value},` };
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  return { start, end: start, text: `${name}: ${value}\n${' '.repeat(column)}` };
}

function splitItem(text: string, path: FieldPath, find: Find): Edit | undefined {
  const item = find(path);
  const list = find(path.slice(0, -1));
  const uri = find([...path, 'uri']);
  const prefix = find([...path, 'uri', 'prefix']);
  if (!item || !isSeq(list) || !isMap(uri) || !isScalar(prefix) || typeof prefix.value !== 'string') return undefined;
  const key = uri.items.map((pair) => pair.key).find((name) => isScalar(name) && name.value === 'prefix');
  if (!isScalar(key) || !key.range) return undefined;
  const [start] = item.range;
  const whole = text.slice(start, item.range[1]).replace(/\s+$/, '');
  const replaced = (from: Range, insert: string) => whole.slice(0, from[0] - start) + insert + whole.slice(from[1] - start);
  const exact = replaced(key.range, 'exact');
  const slashed = replaced(prefix.range, replaceValue(text, prefix, `${prefix.value}/`).text);
  const separator = list.flow ? ', ' : dashBefore(text, start);
  return separator === undefined ? undefined : { start, end: start + whole.length, text: exact + separator + slashed };
}

/** A line with the indent and dash of an item; undefined where the dash is on a line of its own. */
function dashBefore(text: string, start: number): string | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lead = text.slice(lineStart, start);
  if (!lead.includes('-')) return undefined;
  return `\n${lead.replace(/[^ -]/g, ' ').replace(/-(?=.*-)/g, ' ')}`;
}
