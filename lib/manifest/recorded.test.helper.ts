import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What kubectl's own reader, a Go program, made of a text: `npm run prove:reader -- --record`. */
export interface RecordedRow {
  readonly text: string;
  readonly documents: readonly unknown[];
  readonly rejected: boolean;
}

export const recordedRows: readonly RecordedRow[] = readFileSync(join(__dirname, 'recorded/reader.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));

/** Is it a stream of JSON, or of several documents? Any other text is one document of YAML. */
export const isStream = ({ text }: RecordedRow): boolean => /^\s*\{|^\ufeff|^---/m.test(text);

/** Compared by the order of fields, which Go does not keep. */
export function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).map(([key, field]): [string, unknown] => [key, sorted(field)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
