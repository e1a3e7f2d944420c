import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentsOf } from './documents';
import { isOrdinaryText, readPlainYaml } from './plain-yaml';
import { Text } from './text';
import { readYaml } from './yaml/read-yaml';

/** What kubectl's own reader, a Go program, made of a text: `npm run prove:reader -- --record`. */
interface Row {
  readonly text: string;
  readonly documents: readonly unknown[];
  readonly rejected: boolean;
}

const rows: Row[] = readFileSync(join(__dirname, 'recorded/reader.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));

function read(text: string): Omit<Row, 'text'> {
  const documents: unknown[] = [];
  for (const document of documentsOf(new Text('x.yaml', text))) {
    if (document.error) return { documents, rejected: true };
    if (document.value !== null) documents.push(document.value);
  }
  return { documents, rejected: false };
}

test('reads what kubectl reads, with the same values, and rejects what kubectl rejects', () => {
  const differing = rows.filter(({ text, documents, rejected }) => {
    const own = read(text);
    // A `---` line that kubectl rejects takes the document in front of it along.
    const compared = rejected ? own.documents.slice(0, documents.length) : own.documents;
    return own.rejected !== rejected || JSON.stringify(sorted(compared)) !== JSON.stringify(sorted(documents));
  });
  expect(differing).toEqual([]);
  expect(rows.length).toBeGreaterThan(1000);
  expect(rows.filter(({ rejected }) => rejected).length).toBeGreaterThan(300);
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).map(([key, field]): [string, unknown] => [key, sorted(field)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

test('the quick reader reads the same as the full one', () => {
  for (const { text } of rows) {
    const quick = isOrdinaryText(text) ? readPlainYaml(text, 0, text.length) : undefined;
    if (quick) expect({ text, value: quick.value }).toEqual({ text, value: readYaml(text).value });
  }
});
