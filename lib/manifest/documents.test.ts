import { documentsOf } from './documents';
import { isStream, recordedRows, sorted } from './recorded.test.helper';
import { Text } from './text';

function read(text: string): { readonly documents: readonly unknown[]; readonly rejected: boolean } {
  const documents: unknown[] = [];
  for (const document of documentsOf(new Text('x.yaml', text))) {
    if (document.error) return { documents, rejected: true };
    if (document.value !== null) documents.push(document.value);
  }
  return { documents, rejected: false };
}

/** The texts of one document each are compared beside the reader of YAML. */
test('reads the streams that kubectl reads, with the same values, and rejects what kubectl rejects', () => {
  const rows = recordedRows.filter(isStream);
  const differing = rows.filter(({ text, documents, rejected }) => {
    const own = read(text);
    // A `---` line that kubectl rejects takes the document in front of it along.
    const compared = rejected ? own.documents.slice(0, documents.length) : own.documents;
    return own.rejected !== rejected || JSON.stringify(sorted(compared)) !== JSON.stringify(sorted(documents));
  });
  expect(differing).toEqual([]);
  expect(rows.length).toBeGreaterThan(300);
});
