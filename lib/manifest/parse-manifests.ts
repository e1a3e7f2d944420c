import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
import { detach } from './detach';
import { isOrdinaryText, readPlainYaml } from './plain-yaml';
import type { Reading, ReadProblem } from './reading';
import { type Chunk, Text, TextSource } from './text';
import { toManifests } from './to-manifests';
import { kubernetesSchema } from './yaml-schema';

/**
 * The manifests in a text of YAML or JSON: several documents, and the items of `List` kinds.
 * A document that cannot be read is a problem with its place; the others are read all the same.
 *
 * @param file the name to show, as the user gave it
 */
export function parseManifests(content: string, file: string): Reading {
  const reading: Reading = { manifests: [], problems: [] };
  const text = new Text(file, content.charCodeAt(0) === 0xfeff ? ` ${content.slice(1)}` : content);
  const ordinary = isOrdinaryText(text.content);
  for (const chunk of chunksOf(text)) {
    const plain = ordinary ? readPlainYaml(text.content, chunk.start, chunk.end) : undefined;
    if (plain) toManifests(plain.value, (prefix) => new TextSource(chunk, 0, prefix), reading);
    else readChunk(chunk, reading);
  }
  return reading;
}

/** Splits at `---` lines, as kubectl does, so that one broken document cannot hide the next. */
function chunksOf(text: Text): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  for (const match of text.content.matchAll(/^---(?=[ \t\r\n]|$)/gm)) {
    if (match.index > start) chunks.push({ text, start, end: match.index });
    start = match.index;
  }
  chunks.push({ text, start, end: text.content.length });
  return chunks;
}

function readChunk(chunk: Chunk, reading: Reading): void {
  const source = chunk.text.content.slice(chunk.start, chunk.end);
  try {
    documentsOf(source, chunk, reading).forEach((value, document) => {
      toManifests(value, (prefix) => new TextSource(chunk, document, prefix), reading);
    });
  } catch (error) {
    reading.problems.push(syntaxProblem(error, chunk));
  }
}

function documentsOf(source: string, chunk: Chunk, reading: Reading): unknown[] {
  const events = parseEvents(source, { maxDepth: 100 });
  const documents = construct(source, events, chunk, reading);
  return events.some((event) => event.type === EVENT_ID.ALIAS) ? documents.map(detach) : documents;
}

/** A key written twice is told, and then the last one counts, as kubectl has it. */
function construct(source: string, events: Event[], chunk: Chunk, reading: Reading): unknown[] {
  const options = { source, schema: kubernetesSchema, maxAliases: 10_000 };
  try {
    return constructFromEvents(events, options);
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') throw error;
    reading.problems.push(duplicateKey(error, chunk));
    return constructFromEvents(events, { ...options, json: true });
  }
}

function duplicateKey(error: YAMLException, chunk: Chunk): ReadProblem {
  const place = placeOf(error, chunk);
  const key = /^["']?([^"':]*)/.exec((place.line ?? '').slice((place.position?.column ?? 1) - 1))?.[1] ?? '';
  return {
    ...place,
    name: 'duplicate-key',
    message: `the key \`${key.trim()}\` is written twice in one mapping`,
    why: 'only the last one counts, the first is dropped without a word',
    fix: 'remove one of them',
  };
}

function syntaxProblem(error: unknown, chunk: Chunk): ReadProblem {
  const reason = error instanceof YAMLException ? error.reason : error instanceof Error ? error.message : String(error);
  return {
    ...placeOf(error, chunk),
    name: 'yaml-syntax',
    message: `this document cannot be read as YAML: ${reason.replace(/[.\s]+$/, '')}`,
    why: 'kubectl refuses the whole file',
    fix: /tab/.test(reason) ? 'indent with spaces' : undefined,
  };
}

function placeOf(error: unknown, { text, start, end }: Chunk): Pick<ReadProblem, 'file' | 'position' | 'line'> {
  let offset = start + (error instanceof YAMLException ? (error.mark?.position ?? 0) : 0);
  // What is missing at the end is missing after the last thing that stands there.
  if (offset >= end) offset = start + text.content.slice(start, end).trimEnd().length;
  const position = text.positionAt(Math.max(start, offset));
  return { file: text.file, position, line: text.line(position.line) };
}
