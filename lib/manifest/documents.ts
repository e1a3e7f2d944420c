import { asYaml, goSpaces, jsonValueAt, looksLikeJson } from './json-stream';
import { isOrdinaryText, readPlainYaml } from './plain-yaml';
import { Chunk, type Text } from './text';
import type { DuplicateKey } from './yaml/decode';
import { readYaml } from './yaml/read-yaml';
import { YamlError } from './yaml/yaml-error';

/** One document of a text: what it holds, or why it cannot be read. */
export type Document = ReadDocument | BrokenDocument;

export interface ReadDocument {
  readonly chunk: Chunk;
  readonly value: unknown;
  readonly duplicates: readonly DuplicateKey[];
  /** Where text begins in the chunk that Kubernetes does not look at. @default - there is none */
  readonly ignored?: number;
  readonly error?: undefined;
}

export interface BrokenDocument {
  readonly chunk: Chunk;
  readonly error: YamlError;
  readonly value?: undefined;
}

/**
 * The documents of a text as kubectl reads it: JSON values one after the other, or YAML between `---` lines. Source: `YAMLOrJSONDecoder`
 * in k8s.io/apimachinery/pkg/util/yaml, which stops at the first that is broken; here the others are read all the same.
 */
export function* documentsOf(text: Text): Generator<Document> {
  const { content } = text;
  const start = looksLikeJson(content) ? yield* jsonDocuments(text) : 0;
  yield* yamlDocuments(text, start, isOrdinaryText(content));
}

/** @returns where YAML begins: after one JSON value at most */
function* jsonDocuments(text: Text): Generator<Document, number> {
  const { content } = text;
  let start = 0;
  for (let count = 0; ; count++) {
    const at = skipSpaces(content, start);
    if (at === content.length) return at;
    const rest = new Chunk(text, at, content.length);
    const json = attempt(rest, () => jsonValueAt(content, at));
    if (json.error) {
      yield { chunk: rest, error: json.error };
      return content.length;
    }
    if (json.value) {
      const { value, end, hasDuplicates } = json.value;
      const chunk = new Chunk(text, at, end, true);
      yield { chunk, value, duplicates: hasDuplicates ? duplicatesIn(chunk) : [] };
      start = end;
    } else {
      const yaml = count <= 1 ? afterFirstBreak(content, start) : undefined;
      if (yaml !== undefined) return yaml;
      yield { chunk: rest, error: new YamlError('here another JSON value is expected', 0) };
      return content.length;
    }
  }
}

function attempt<T>(chunk: Chunk, read: () => T): { chunk: Chunk; value: T; error?: undefined } | BrokenDocument {
  try {
    return { chunk, value: read() };
  } catch (error) {
    if (error instanceof YamlError) return { chunk, error };
    throw error;
  }
}

function duplicatesIn(chunk: Chunk): readonly DuplicateKey[] {
  try {
    return readYaml(asYaml(chunk.content)).duplicates;
  } catch {
    return [{ key: '', offset: 0 }];
  }
}

function skipSpaces(content: string, from: number): number {
  let at = from;
  while (/[ \t\r\n]/.test(content.charAt(at))) at++;
  return at;
}

/**
 * Where YAML begins behind a JSON value: kubectl passes over white space up to the end of the line. It reads four bytes at a time for that,
 * and where fewer are left the text is not YAML to it: undefined.
 */
function afterFirstBreak(content: string, from: number): number | undefined {
  for (let at = from; Buffer.byteLength(content.slice(at, at + 4)) >= 4; at++) {
    if (content.charAt(at) === '\n') return at + 1;
    if (!goSpace.test(content.charAt(at))) return at;
  }
  return undefined;
}

const goSpace = new RegExp(`[${goSpaces}]`);

/** Splits at lines that begin with `---`, as kubectl does, so that one broken document cannot hide the next. */
function* yamlDocuments(text: Text, from: number, isOrdinary: boolean): Generator<Document> {
  const { content } = text;
  for (let start = from; start < content.length; ) {
    // A `---` line with nothing in front of it belongs to its document.
    const body = content.startsWith('---', start) ? endOfLine(content, start) : start;
    const error = separatorError(content, start, body);
    if (error) yield { chunk: new Chunk(text, start, body), error };
    const end = separatorFrom(content, body);
    const first = error ? body : content.charCodeAt(start) === 0xfeff ? start + 1 : start;
    if (end > first) yield readChunk(new Chunk(text, first, end), isOrdinary);
    if (end === content.length) return;
    start = endOfLine(content, end);
    const next = separatorError(content, end, start);
    if (next) yield { chunk: new Chunk(text, end, start), error: next };
  }
}

function separatorError(content: string, start: number, end: number): YamlError | undefined {
  if (start === end || !content.startsWith('---', start) || blankOrComment.test(content.slice(start + 3, end))) return undefined;
  return new YamlError('only a comment may follow `---`', 0, 'begin the document on the next line');
}

/** Where the next line that begins with `---` is, or the end. */
function separatorFrom(content: string, start: number): number {
  if (content.startsWith('---', start)) return start;
  const found = content.indexOf('\n---', start);
  return found < 0 ? content.length : found + 1;
}

const blankOrComment = new RegExp(`^[${goSpaces}]*(?:#|$)`);

function endOfLine(content: string, at: number): number {
  const lineBreak = content.indexOf('\n', at);
  return lineBreak < 0 ? content.length : lineBreak + 1;
}

function readChunk(chunk: Chunk, isOrdinary: boolean): Document {
  const plain = isOrdinary ? readPlainYaml(chunk.text.content, chunk.start, chunk.end) : undefined;
  if (plain) return { chunk, value: plain.value, duplicates: [] };
  const read = attempt(chunk, () => readYaml(chunk.content));
  return read.error ? read : { chunk, ...read.value };
}
