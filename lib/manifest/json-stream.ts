import { isMapping } from './mapping';
import { YamlError } from './yaml/yaml-error';

/** One value of a JSON stream, and where it is in the text. */
export interface JsonValue {
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  /** Is a key written twice in one object? */
  readonly hasDuplicates: boolean;
}

/** As deep as anything is read here. */
const deepest = 1000;

/** What Go counts as white space, as a class of a regular expression: with NEL and without the byte order mark. */
export const goSpaces = '\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const jsonStart = new RegExp(`^[${goSpaces}]*\\{`);

/** Does kubectl take this text for JSON first? */
export function looksLikeJson(content: string): boolean {
  return jsonStart.test(content.slice(0, 4096));
}

/**
 * The next value of a text that holds JSON values one after the other, as Go's `json.Decoder` reads it.
 *
 * @returns undefined when what follows is not JSON
 * @throws YamlError for JSON that Kubernetes has no place for
 */
export function jsonValueAt(content: string, start: number): JsonValue | undefined {
  const extent = extentOf(content, start);
  if (!extent) return undefined;
  const { end, colons } = extent;
  const text = content.slice(start, end);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (extent.depth > deepest) throw new YamlError(`it is nested more than ${deepest} levels deep`, 0);
  if (extent.overflows) throw new YamlError('a number in it is larger than any that 64 bits hold', 0);
  // Half a surrogate pair, also what stands for a byte that is not UTF-8, becomes U+FFFD in Go.
  if (/\\u[dD][89a-fA-F]|[\ud800-\udfff]/.test(text)) value = wellFormed(value);
  return { value, start, end, hasDuplicates: countKeys(value) < colons };
}

interface Extent {
  readonly end: number;
  readonly colons: number;
  readonly depth: number;
  /** Is there a number that is none, since it is too large? */
  readonly overflows: boolean;
}

/** A number whose fraction or exponent lacks its digits is none; what follows a whole one begins another value, as in `1.5.2`. */
const scalar = /-?(?:0|[1-9]\d*(?!\d))(?:\.\d+(?!\d)|(?!\.))(?:[eE][-+]?\d+|(?![eE]))|true|false|null/y;

/** Where a value that begins here would end, if it is one. */
function extentOf(content: string, start: number): Extent | undefined {
  if (!/[{["]/.test(content.charAt(start))) return scalarExtent(content, start);
  const token = /[{}[\]":]|[^\s{}[\]",:]+/g;
  token.lastIndex = start;
  let depth = 0;
  let most = 0;
  let colons = 0;
  let overflows = false;
  for (let match = token.exec(content); match; match = token.exec(content)) {
    const [first] = match[0];
    if (first === '{' || first === '[') most = Math.max(most, ++depth);
    else if (first === '}' || first === ']') depth--;
    else if (first === ':') colons++;
    else if (first === '"') {
      const end = stringEnd(content, match.index + 1);
      if (end < 0) return undefined;
      token.lastIndex = end;
    } else overflows ||= Math.abs(Number(match[0])) === Number.POSITIVE_INFINITY;
    if (depth <= 0) return { end: token.lastIndex, colons, depth: most, overflows };
  }
  return undefined;
}

function scalarExtent(content: string, start: number): Extent | undefined {
  scalar.lastIndex = start;
  const found = scalar.exec(content)?.[0];
  return found === undefined
    ? undefined
    : { end: start + found.length, colons: 0, depth: 0, overflows: !Number.isFinite(Number(found) || 0) };
}

function stringEnd(content: string, from: number): number {
  for (let at = from; ; ) {
    const quote = content.indexOf('"', at);
    if (quote < 0) return -1;
    let slashes = 0;
    while (content.charCodeAt(quote - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function children(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function countKeys(value: unknown): number {
  const own = isMapping(value) ? Object.keys(value).length : 0;
  return children(value).reduce((sum: number, child) => sum + countKeys(child), own);
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return replaceHalves(value);
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [replaceHalves(key), wellFormed(child)]));
}

const replaceHalves = (text: string): string =>
  text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (half) => (half.length === 2 ? half : '\ufffd'));

/**
 * The same JSON, character for character in its place, without the escapes that YAML does not know. For finding places only.
 */
export function asYaml(json: string): string {
  return json.replace(/\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/gs, (written) => {
    if (written === '\\/') return '//';
    return written.length > 2 ? '\\ufffd' : written;
  });
}
