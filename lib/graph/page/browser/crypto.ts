/*
 * What the model uses of `node:crypto`, for a page: the bundle has this file in place of that module.
 */

/** Tags of DER. Source: ITU-T X.690. */
const tags = { integer: 0x02, bits: 0x03, sequence: 0x30, version: 0xa0 } as const;

/** The fields of a certificate up to its key. Source: RFC 5280, section 4.1. */
const signed = [tags.integer, tags.sequence, tags.sequence, tags.sequence, tags.sequence, tags.sequence];

/** A certificate in PEM, whose parts are looked at no further than that they are there. */
export class X509Certificate {
  readonly raw: Uint8Array;

  /** @throws Error for what is no certificate */
  constructor(pem: string) {
    this.raw = bytesOf(/-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/.exec(pem)?.[1] ?? '');
    const [outer] = partsOf(this.raw);
    if (outer?.tag !== tags.sequence) throw new Error('no certificate');
    const parts = partsOf(outer.content);
    const [body] = parts;
    if (!body || !areTags(parts, [tags.sequence, tags.sequence, tags.bits])) throw new Error('no signed certificate');
    const fields = partsOf(body.content);
    if (!areTags(fields[0]?.tag === tags.version ? fields.slice(1) : fields, signed)) throw new Error('a certificate lacks a field');
  }

  /** A page does not compare a key with its certificate: it takes it for the right one. */
  checkPrivateKey(_key: object): boolean {
    return true;
  }
}

/** A private key in PEM. @throws Error for what is none */
export function createPrivateKey(pem: string): object {
  const bytes = bytesOf(/-----BEGIN (?:\w+ )?PRIVATE KEY-----([^-]*)-----END (?:\w+ )?PRIVATE KEY-----/.exec(pem)?.[1] ?? '');
  const [outer] = partsOf(bytes);
  if (outer?.tag !== tags.sequence) throw new Error('no private key');
  return { bytes };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0));
}

interface Part {
  readonly tag: number;
  readonly content: Uint8Array;
}

function areTags(parts: readonly Part[], expected: readonly number[]): boolean {
  return expected.every((tag, index) => parts[index]?.tag === tag);
}

function partsOf(bytes: Uint8Array): readonly Part[] {
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

/** Below 128 a byte is the length itself, else the number of bytes that hold it. */
function lengthAt(bytes: Uint8Array, at: number): { readonly length: number; readonly start: number } {
  const first = bytes[at];
  if (first === undefined || first === 0x80) throw new Error('a part has no length');
  if (first < 0x80) return { length: first, start: at + 1 };
  const start = at + 1 + (first & 0x7f);
  if (start > bytes.length) throw new Error('a length is cut off');
  return { length: bytes.subarray(at + 1, start).reduce((sum, byte) => sum * 256 + byte, 0), start };
}
