import { isUtf8 } from 'node:buffer';

/**
 * The text of a file: UTF-8, or UTF-16 with a byte order mark as editors and PowerShell on Windows write it.
 *
 * A byte that is no part of a character becomes half a surrogate pair, U+DC00 plus the byte, which occurs in no other text: whoever reads
 * the text decides what it means there, with its place. YAML rejects it; JSON takes U+FFFD for it.
 */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(swapped(bytes.subarray(2)));
  return isUtf8(bytes) ? bytes.toString('utf8') : withInvalidBytes(bytes);
}

function utf16(bytes: Buffer): string {
  const even = bytes.length - (bytes.length % 2);
  const last = even < bytes.length ? escapedByte(bytes[even] ?? 0) : '';
  return `\ufeff${bytes.toString('utf16le', 0, even)}${last}`;
}

function swapped(bytes: Buffer): Buffer {
  const even = bytes.length - (bytes.length % 2);
  return Buffer.concat([Buffer.from(bytes.subarray(0, even)).swap16(), bytes.subarray(even)]);
}

function escapedByte(byte: number): string {
  return String.fromCharCode(0xdc00 + byte);
}

function withInvalidBytes(bytes: Buffer): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    if (length === 0) {
      parts.push(bytes.toString('utf8', from, at), escapedByte(bytes[at] ?? 0));
      from = at + 1;
    }
    at += length || 1;
  }
  return parts.join('') + bytes.toString('utf8', from);
}

/** How many bytes the character here takes; 0 for a byte that begins none. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
