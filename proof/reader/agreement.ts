import { documentsOf } from '../../lib/manifest/documents';
import { decodeText } from '../../lib/manifest/encoding';
import { Text } from '../../lib/manifest/text';
import type { GoAnswer } from './go-reader';

/** What our reader makes of a text, up to the first document that it rejects: Go's ends there. */
export function ownAnswer(text: Buffer): GoAnswer {
  const documents: unknown[] = [];
  for (const document of documentsOf(new Text('x.yaml', decodeText(text)))) {
    if (document.error) return { documents, error: document.error.message };
    if (document.value !== null) documents.push(document.value);
  }
  return { documents };
}

/** How two answers differ in what a program sees: the values, and whether everything was read. */
export function difference(go: GoAnswer, own: GoAnswer): string | undefined {
  if ((go.error === undefined) !== (own.error === undefined)) {
    return go.error === undefined ? `only ours rejects it: ${own.error}` : `only Go's rejects it: ${go.error}`;
  }
  // A `---` line that Go rejects takes the document in front of it along.
  const compared = own.error === undefined ? own.documents : own.documents.slice(0, go.documents.length);
  if (canonical(go.documents) === canonical(compared)) return undefined;
  return `Go's has ${canonical(go.documents).slice(0, 300)}, ours ${canonical(own.documents).slice(0, 300)}`;
}

/** Keys in order, so that equal values have equal texts. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}
