import { FieldIndex } from './yaml/field-index';
import { readNodes } from './yaml/read-yaml';

/*
 * Most documents are never complained about, and those that are, often: a document is parsed with places when the first finding asks, and
 * kept while there is room, so that many findings in one document cost one parse.
 */

/** How much text is kept parsed, in characters. A parsed document takes about ten times its text. */
const room = 8_000_000;

const kept = new Map<object, { readonly index: FieldIndex; readonly size: number }>();
let size = 0;

/**
 * The index of a document.
 *
 * @param document stands for the document; asked again, it gets the same index
 * @param read its text
 */
export function fieldIndex(document: object, read: () => string): FieldIndex {
  const known = kept.get(document);
  if (known) return known.index;
  const text = read();
  const index = new FieldIndex(nodesOf(text));
  kept.set(document, { index, size: text.length });
  size += text.length;
  for (const [oldest, entry] of kept) {
    if (size <= room || oldest === document) break;
    kept.delete(oldest);
    size -= entry.size;
  }
  return index;
}

function nodesOf(text: string) {
  try {
    return readNodes(text).root;
  } catch {
    // JSON may be written in ways that YAML has no place for: then the document is all that can be shown.
    return undefined;
  }
}
