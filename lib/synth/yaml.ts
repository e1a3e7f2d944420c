import type { KubernetesObject } from '../istio/objects';

/**
 * Objects as one YAML text, parted by `---`, in the form cdk8s writes: block style, two spaces, nothing folded, plain where
 * every reader of YAML 1.1 (Kubernetes) and 1.2 sees the same string, quoted elsewhere.
 *
 * Written here rather than by a library because this is where synth spends its time: docs/synth.md has the figures.
 */
export function toYaml(objects: readonly KubernetesObject[]): string {
  return objects.map((object) => node(object, '')).join('---\n');
}

/** A value as it stands after `key:` or `-`, up to and with its last line break. */
function value(content: unknown, indent: string): string {
  if (typeof content === 'object' && content !== null && Object.keys(content).length > 0) return `\n${node(content, indent)}`;
  return ` ${scalar(content, indent)}\n`;
}

/** The lines of a mapping or sequence, each beginning with `indent`. */
function node(content: object, indent: string): string {
  if (Array.isArray(content)) return sequence(content, indent);
  let text = '';
  for (const key of Object.keys(content)) {
    const item = (content as Record<string, unknown>)[key];
    if (item !== undefined) text += `${indent}${keyAt(key, indent)}:${value(item, `${indent}  `)}`;
  }
  return text === '' ? `${indent}{}\n` : text;
}

/** The first line of an item stands behind its dash, where the indent of the others ends. */
function sequence(items: unknown[], indent: string): string {
  const inner = `${indent}  `;
  let text = '';
  for (const item of items) {
    const lines = value(item, inner);
    text += `${indent}-${lines.startsWith('\n') ? ` ${lines.slice(1 + inner.length)}` : lines}`;
  }
  return text;
}

function scalar(content: unknown, indent: string): string {
  if (typeof content === 'string') return content.includes('\n') ? multiline(content, indent) : singleLine(content);
  if (typeof content === 'number') return number(content);
  if (typeof content === 'boolean') return String(content);
  if (content === null || content === undefined) return 'null';
  return Array.isArray(content) ? '[]' : '{}';
}

/** YAML 1.1 takes `1e+21` for a string: a float needs its point. */
function number(content: number): string {
  return String(content).replace(/^(-?\d)e/, '$1.0e');
}

/** A reader may refuse a key longer than 1024 characters unless a `?` announces it. */
function keyAt(key: string, indent: string): string {
  const text = key.includes('\n') ? quoted(key) : singleLine(key);
  return text.length > 1000 ? `? ${text}\n${indent}` : text;
}

function singleLine(text: string): string {
  return isPlain(text) ? text : quoted(text);
}

/** A literal block, where one says the same: no reader may guess its indentation or lose its last line break. */
function multiline(text: string, indent: string): string {
  if (/^\s|\n\s*\n$|\n[ \t]+$/.test(text) || hasUnprintable(text.replaceAll(/[\n\t]/g, ''))) return quoted(text);
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return `|${body === text ? '-' : ''}\n${body.replaceAll(/^(?=.)/gm, indent)}`;
}

function quoted(text: string): string {
  if (text.includes('"') && !text.includes("'") && !hasUnprintable(text)) return `'${text}'`;
  return JSON.stringify(text).replaceAll(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Begins with an indicator, or holds what ends a plain scalar or starts a comment. */
const punctuated = /^[\s,[\]{}#&*!|>'"%@`]|^[?-](\s|$)|^(---|\.\.\.)|:\s|\s#|[\s:-]$/;

/** What YAML 1.1 or 1.2 reads as null, boolean, merge, default value, number, sexagesimal number or date. */
const typed = new RegExp(
  `^(${[
    '|~|null|Null|NULL|=|<<',
    'y|Y|n|N|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE',
    '[-+]?0_*[bBoOxX][-+0-9a-fA-F_]*', // Go reads prefixes of either case, and a sign behind `0b`
    String.raw`[-+]?(?=[.0-9_]|[eE][-+]?[0-9])[0-9_]*(:[0-9_]+)*(\.[0-9_]*)?([eE][-+]?[0-9_]*)?`, // `e5` too: one reader makes it NaN
    String.raw`[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)`,
    String.raw`\d{4}-\d\d?-\d\d?([Tt\s].*)?`,
  ].join('|')})$`,
);

function isPlain(text: string): boolean {
  return !punctuated.test(text) && !typed.test(text) && !hasUnprintable(text);
}

/** Control characters, line ends that only some readers take for one, byte order marks, halves of a character. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu;

function hasUnprintable(text: string): boolean {
  return !/^[\x20-\x7e]*$/.test(text) && text.search(unprintable) >= 0;
}
