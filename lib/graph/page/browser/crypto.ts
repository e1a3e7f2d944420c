/*
 * What the model uses of `node:crypto`, for a page: the bundle has this file in place of that module.
 */

import { keyWords } from '../key-words';
import { areTags, bytesOf, partsOf, pemBlocks, sequenceIn, tags } from './der';

/** The fields of a certificate up to its key. Source: RFC 5280, section 4.1. */
const signed = [tags.integer, tags.sequence, tags.sequence, tags.sequence, tags.sequence, tags.sequence];

/** A private key of a page, which holds none: whose it is. */
interface MaskedKey {
  readonly isOfCertificate: boolean;
}

/** A certificate in PEM; its parts are looked at no further than that they are there. */
export class X509Certificate {
  readonly raw: Uint8Array;

  /** @throws Error for what is no certificate */
  constructor(pem: string) {
    const block = pemBlocks(pem).find(({ label }) => label === 'CERTIFICATE');
    this.raw = block ? bytesOf(block) : new Uint8Array();
    const parts = sequenceIn(this.raw);
    const [body] = parts;
    if (!body || !areTags(parts, [tags.sequence, tags.sequence, tags.bits])) throw new Error('no signed certificate');
    const all = partsOf(body.content);
    const fields = all[0]?.tag === tags.zero ? all.slice(1) : all;
    if (!areTags(fields, signed)) throw new Error('a certificate lacks a field');
  }

  /** What whoever made the page found. */
  checkPrivateKey({ isOfCertificate }: MaskedKey): boolean {
    return isOfCertificate;
  }
}

/** @throws Error where whoever made the page found no private key */
export function createPrivateKey(text: string): MaskedKey {
  if (text !== keyWords.ofCertificate && text !== keyWords.ofAnother) throw new Error('no private key');
  return { isOfCertificate: text === keyWords.ofCertificate };
}
