import { type Document, documentsOf } from './documents';
import { decodeText } from './encoding';
import { type ForeignKind, foreignByName, foreignByValues, isObject, isTemplate } from './foreign';
import { type Input, InputError } from './input-tree';
import { manifestsIn } from './parse-manifests';
import type { Reading, ReadProblem } from './reading';
import { Text } from './text';

/** What one file holds. */
export interface FileReading {
  readonly name: string;
  readonly reading: Reading;
  /** The values of its documents, manifests or not. */
  readonly values: readonly unknown[];
  /** What it is instead of manifests. @default - manifests, or meant to be */
  readonly foreign?: ForeignKind;
}

/**
 * Reads one text. Nothing throws for what it holds: what cannot be read is a problem with its place.
 *
 * @param isNamed whether the user named this very file, so that it is meant to hold manifests
 */
export function readFile(input: Input, isNamed: boolean): FileReading {
  const { name } = input;
  let content: string;
  try {
    content = textOf(input);
  } catch (error) {
    if (error instanceof InputError) throw error;
    return { name, reading: { manifests: [], problems: [unreadable(name, error)] }, values: [] };
  }
  const documents = [...documentsOf(new Text(name, content))];
  const values = documents.flatMap((document) => (document.error ? [] : [document.value]));
  const foreign = foreignKind({ name, content, documents, values }, isNamed);
  if (foreign) return { name, reading: { manifests: [], problems: [] }, values, foreign };
  return { name, reading: manifestsIn(documents), values };
}

interface Content {
  readonly name: string;
  readonly content: string;
  readonly documents: readonly Document[];
  readonly values: readonly unknown[];
}

function foreignKind({ name, content, documents, values }: Content, isNamed: boolean): ForeignKind | undefined {
  if (documents.some(({ error }) => error !== undefined) && isTemplate(content)) return 'Helm template';
  const byName = values.some(isObject) ? undefined : foreignByName(name);
  const byValues = foreignByValues(values);
  if (byName || byValues !== 'other file') return byName ?? byValues;
  const isWhole = documents.length === values.length;
  return isNamed || !isWhole ? undefined : byValues;
}

/** @throws Error for what is no text */
export function textOf(input: Input): string {
  const text = decodeText(input.read());
  if (text.slice(0, 8192).includes('\0')) throw new Error('it is binary, not text');
  return text;
}

function unreadable(file: string, error: unknown): ReadProblem {
  return { name: 'unreadable', file, message: `\`${file}\` cannot be read: ${(error as Error).message}` };
}
