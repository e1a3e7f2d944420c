import { isStream, type RecordedRow, recordedRows, sorted } from '../recorded.test.helper';
import { readYaml } from './read-yaml';
import { YamlError } from './yaml-error';

function read(text: string): Omit<RecordedRow, 'text'> {
  try {
    const { value } = readYaml(text.endsWith('\n') ? text : `${text}\n`);
    return { documents: value === null ? [] : [value], rejected: false };
  } catch (error) {
    if (error instanceof YamlError) return { documents: [], rejected: true };
    throw error;
  }
}

test('reads the documents that kubectl reads, with the same values, and rejects what kubectl rejects', () => {
  const rows = recordedRows.filter((row) => !isStream(row));
  const differing = rows.filter(({ text, documents, rejected }) => {
    const own = read(text);
    return own.rejected !== rejected || JSON.stringify(sorted(own.documents)) !== JSON.stringify(sorted(documents));
  });
  expect(differing).toEqual([]);
  expect(rows.length).toBeGreaterThan(2000);
  expect(rows.filter(({ rejected }) => rejected).length).toBeGreaterThan(300);
});
