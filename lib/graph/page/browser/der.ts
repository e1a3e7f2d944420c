/** Tags of DER. Source: ITU-T X.690. */
export const tags = { integer: 0x02, bits: 0x03, sequence: 0x30, zero: 0xa0 } as const;

/** A value in DER. */
export interface Part {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** A block of a text in PEM. */
export interface Block {
  readonly label: string;
  readonly base64: string;
}

/** All blocks of a text in PEM, in order. */
export function pemBlocks(text: string): readonly Block[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g);
  return Array.from(blocks, ([, label = '', base64 = '']) => ({ label, base64 }));
}

/** @throws Error for what is not base64 */
export function bytesOf({ base64 }: Block): Uint8Array {
  return Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0));
}

/** Values that follow each other. @throws Error for bytes that are none */
export function partsOf(bytes: Uint8Array): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const { length, start } = lengthAt(bytes, at + 1);
    if (start + length > bytes.length) throw new Error('a part is longer than what holds it');
    parts.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return parts;
}

/** What a sequence holds; bytes behind it are passed over. @throws Error for what is no sequence */
export function sequenceIn(bytes: Uint8Array): readonly Part[] {
  if (bytes[0] !== tags.sequence) throw new Error('no sequence');
  const { length, start } = lengthAt(bytes, 1);
  if (start + length > bytes.length) throw new Error('a sequence is cut off');
  return partsOf(bytes.subarray(start, start + length));
}

/** Do values begin with these tags? */
export function areTags(parts: readonly Part[], expected: readonly number[]): boolean {
  return expected.every((tag, index) => parts[index]?.tag === tag);
}

/** Below 128 a byte is the length itself, else the number of bytes that hold it. */
function lengthAt(bytes: Uint8Array, at: number): { readonly length: number; readonly start: number } {
  const first = bytes[at];
  if (first === undefined || first === 0x80) throw new Error('a part has no length');
  if (first < 0x80) return { length: first, start: at + 1 };
  const start = at + 1 + (first & 0x7f);
  if (start > bytes.length) throw new Error('a length is cut off');
  return { length: bytes.subarray(at + 1, start).reduce((sum, byte) => sum * 256 + byte, 0), start };
}
