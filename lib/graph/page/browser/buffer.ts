/*
 * What the evaluator uses of Node's `Buffer`, for a page: the bundle has this class under that name.
 */

/** Bytes that are read from text, or written as text. */
export class Buffer extends Uint8Array {
  static override from(source: unknown, encoding?: unknown): Buffer {
    const text = String(source);
    if (encoding !== 'base64' && encoding !== 'base64url') return new Buffer(new TextEncoder().encode(text));
    const standard = text
      .replace(/-/g, '+')
      .replace(/_/g, '/')
      .replace(/[^A-Za-z0-9+/]/g, '');
    const whole = standard.length % 4 === 1 ? standard.slice(0, -1) : standard;
    return new Buffer(Array.from(atob(whole), (character) => character.charCodeAt(0)));
  }

  static byteLength(text: string): number {
    return new TextEncoder().encode(text).length;
  }

  override toString(encoding?: string): string {
    if (encoding !== 'base64url') return new TextDecoder().decode(this);
    const binary = Array.from(this, (byte) => String.fromCharCode(byte)).join('');
    return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
}
