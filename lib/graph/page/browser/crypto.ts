/*
 * What the model uses of `node:crypto`, for a page: the bundle has this file in place of that module.
 */
import { areTags, bytesOf, partsOf, pemBlocks, sequenceIn, tags } from './der';
import { isSameKey, type PublicKey, publicKeyIn, publicKeyOfPrivate } from './public-key';

/** The fields of a certificate up to its key. Source: RFC 5280, section 4.1. */
const signed = [tags.integer, tags.sequence, tags.sequence, tags.sequence, tags.sequence, tags.sequence];

/** A certificate in PEM, of which the key alone is read; the other parts are looked at no further than that they are there. */
export class X509Certificate {
  readonly raw: Uint8Array;
  private readonly keyInfo: Uint8Array;

  /** @throws Error for what is no certificate */
  constructor(pem: string) {
    const block = pemBlocks(pem).find(({ label }) => label === 'CERTIFICATE');
    this.raw = block ? bytesOf(block) : new Uint8Array();
    const parts = sequenceIn(this.raw);
    const [body] = parts;
    if (!body || !areTags(parts, [tags.sequence, tags.sequence, tags.bits])) throw new Error('no signed certificate');
    const all = partsOf(body.content);
    const fields = all[0]?.tag === tags.zero ? all.slice(1) : all;
    const keyInfo = fields[signed.length - 1];
    if (!keyInfo || !areTags(fields, signed)) throw new Error('a certificate lacks a field');
    this.keyInfo = keyInfo.content;
  }

  /** Undefined where a page cannot say it: what it compares is the public part, which a private key need not hold. */
  checkPrivateKey(key: PublicKey): boolean | undefined {
    return isSameKey(publicKeyIn(partsOf(this.keyInfo)), key);
  }
}

/** What is public of the first private key in PEM. @throws Error where none can be read */
export function createPrivateKey(pem: string): PublicKey {
  for (const block of pemBlocks(pem)) {
    try {
      return publicKeyOfPrivate(block);
    } catch {
      // Node, too, goes on to the next block
    }
  }
  throw new Error('no private key');
}
