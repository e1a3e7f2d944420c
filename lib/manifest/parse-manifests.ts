import { type Document, documentsOf } from './documents';
import type { Reading, ReadProblem } from './reading';
import { type Chunk, Text, TextSource } from './text';
import { toManifests } from './to-manifests';
import type { DuplicateKey } from './yaml/decode';
import type { YamlError } from './yaml/yaml-error';

/**
 * The manifests in a text of YAML or JSON, as kubectl reads it, and the items of `List` kinds.
 * A document that cannot be read is a problem with its place; the others are read all the same.
 *
 * @param file the name to show, as the user gave it
 */
export function parseManifests(content: string, file: string): Reading {
  return manifestsIn(documentsOf(new Text(file, content)));
}

/** The manifests in documents that were read already. */
export function manifestsIn(documents: Iterable<Document>): Reading {
  const reading: Reading = { manifests: [], problems: [] };
  for (const document of documents) {
    const { chunk } = document;
    if (document.error) {
      reading.problems.push(syntaxProblem(document.error, chunk));
      continue;
    }
    for (const duplicate of document.duplicates) reading.problems.push(duplicateKey(duplicate, chunk));
    if (document.ignored !== undefined) reading.problems.push(ignoredText(document.ignored, chunk));
    toManifests(document.value, (prefix) => new TextSource(chunk, prefix), reading);
  }
  return reading;
}

function duplicateKey({ key, offset }: DuplicateKey, chunk: Chunk): ReadProblem {
  return {
    ...placeOf(offset, chunk),
    name: 'duplicate-key',
    message: `the key \`${key}\` is written twice in one mapping`,
    why: 'only the last one counts, the first is dropped silently',
    fix: 'remove one of them',
  };
}

function ignoredText(offset: number, chunk: Chunk): ReadProblem {
  return {
    ...placeOf(offset, chunk),
    name: 'ignored-text',
    message: 'what follows here is not read',
    why: 'kubectl reads one document up to the next `---`, and nothing behind its end',
    fix: 'begin the next document with a line `---`',
  };
}

function syntaxProblem(error: YamlError, chunk: Chunk): ReadProblem {
  return {
    ...placeOf(error.offset, chunk),
    name: 'yaml-syntax',
    message: `this document cannot be read as YAML: ${error.message}`,
    why: 'kubectl rejects the whole file',
    fix: error.fix,
  };
}

function placeOf(offset: number, { text, start, end }: Chunk): Pick<ReadProblem, 'file' | 'position' | 'line'> {
  let at = start + offset;
  // What is missing at the end is missing after the last thing in the text.
  if (at >= end) at = start + text.content.slice(start, end).trimEnd().length;
  const position = text.positionAt(Math.max(start, at));
  return { file: text.file, position, line: text.line(position.line) };
}
