import { areTags, type Block, bytesOf, hex, type Part, partsOf, sequenceIn, tags } from './der';
import { isOnCurve } from './elliptic-curve';

/** The public part of a key pair, as its certificate or its private key says it. */
export interface PublicKey {
  /** The object identifier of the algorithm. */
  readonly algorithm: string;
  /** The object identifier of the curve; undefined without one. */
  readonly curve?: string;
  /** The key itself; undefined where a private key does not hold its public part, or in a form that is not read here. */
  readonly value?: string;
}

/** Object identifiers of algorithms. Source: RFC 8017, RFC 5480, RFC 3279. */
const rsa = '2a864886f70d010101';
const rsaPss = '2a864886f70d01010a';
const ellipticCurve = '2a8648ce3d0201';
const dsa = '2a8648ce380401';

/** How a point is written that says both its coordinates. Source: RFC 5480, section 2.2. */
const uncompressed = '04';

/** Is it one key? Undefined where that cannot be said without computing one part of the pair from the other. */
export function isSameKey(one: PublicKey, other: PublicKey): boolean | undefined {
  if (one.algorithm !== other.algorithm) return false;
  if (one.algorithm === ellipticCurve && (one.curve === undefined || other.curve === undefined)) return undefined;
  if (one.curve !== other.curve) return false;
  if (one.value === undefined || other.value === undefined) return undefined;
  return one.value === other.value;
}

/** Of the content of a SubjectPublicKeyInfo. Source: RFC 5280, section 4.1.2.7. @throws Error for what is none */
export function publicKeyIn(info: readonly Part[]): PublicKey {
  const [algorithm, bits] = info;
  if (!algorithm || !bits || !areTags(info, [tags.sequence, tags.bits])) throw new Error('no public key');
  const [identifier, parameters] = algorithmIn(algorithm);
  const key = bits.content.subarray(1);
  if (identifier === rsa || identifier === rsaPss) return { algorithm: identifier, value: modulusAndExponent(sequenceIn(key)) };
  if (identifier !== ellipticCurve) return { algorithm: identifier };
  const value = hex(key).startsWith(uncompressed) ? hex(key) : undefined;
  return { algorithm: identifier, curve: namedCurve(parameters), value };
}

/** Algorithms whose private keys a label of PEM allows; PKCS#8 under a label of its own allows any. As OpenSSL's decoders have it. */
const labels: ReadonlyMap<string, string | undefined> = new Map([
  ['PRIVATE KEY', undefined],
  ['ENCRYPTED PRIVATE KEY', undefined],
  ['RSA PRIVATE KEY', rsa],
  ['EC PRIVATE KEY', ellipticCurve],
  ['DSA PRIVATE KEY', dsa],
]);

/** Of a private key in PEM: PKCS#8, PKCS#1, SEC1, or the form of DSA. @throws Error for what is none */
export function publicKeyOfPrivate(block: Block): PublicKey {
  if (!labels.has(block.label)) throw new Error('no private key');
  const expected = labels.get(block.label);
  const parts = sequenceIn(bytesOf(block));
  const isWrapped = areTags(parts, [tags.integer, tags.sequence, tags.octets]);
  const key = isWrapped ? wrappedKey(parts) : plainKey(parts, expected);
  if (expected !== undefined && key.algorithm !== expected) throw new Error('a private key of another algorithm');
  return key;
}

/** PKCS#8: version, algorithm, and the key in the form of its algorithm. Source: RFC 5208, section 5. */
function wrappedKey([, algorithm, key]: readonly Part[]): PublicKey {
  if (!algorithm || !key) throw new Error('no private key');
  const [identifier, parameters] = algorithmIn(algorithm);
  if (identifier === rsa || identifier === rsaPss) return { algorithm: identifier, value: rsaValue(sequenceIn(key.content)) };
  return identifier === ellipticCurve ? ellipticKey(sequenceIn(key.content), parameters) : { algorithm: identifier };
}

function plainKey(parts: readonly Part[], algorithm: string | undefined): PublicKey {
  if (algorithm === rsa) return { algorithm, value: rsaValue(parts) };
  if (algorithm === ellipticCurve) return ellipticKey(parts, undefined);
  if (algorithm === dsa && parts.length === 6 && areTags(parts, Array(6).fill(tags.integer))) return { algorithm };
  throw new Error('no private key');
}

function algorithmIn({ content }: Part): readonly [string, Part | undefined] {
  const [identifier, parameters] = partsOf(content);
  if (identifier?.tag !== tags.identifier) throw new Error('an algorithm without its identifier');
  return [hex(identifier.content), parameters];
}

/** PKCS#1: version, modulus, exponent, and six numbers more. Source: RFC 8017, appendix A.1.2. */
function rsaValue(parts: readonly Part[]): string {
  if (!areTags(parts, Array(9).fill(tags.integer))) throw new Error('no RSA private key');
  return modulusAndExponent(parts.slice(1));
}

function modulusAndExponent(parts: readonly Part[]): string {
  const [modulus, exponent] = parts;
  if (!modulus || !exponent || !areTags(parts, [tags.integer, tags.integer])) throw new Error('no RSA key');
  return [modulus, exponent].map(({ content }) => hex(content).replace(/^(?:00)+/, '')).join(' ');
}

/** SEC1: version, number, and what may be left out, the curve and the public part. Source: RFC 5915, section 3. */
function ellipticKey(parts: readonly Part[], given: Part | undefined): PublicKey {
  if (!areTags(parts, [tags.integer, tags.octets])) throw new Error('no private key of a curve');
  const tagged = (tag: number) => parts.find((part) => part.tag === tag);
  const [own] = partsOf(tagged(tags.zero)?.content ?? new Uint8Array());
  const [bits] = partsOf(tagged(tags.one)?.content ?? new Uint8Array());
  const parameters = given ?? own;
  if (!parameters) throw new Error('a private key of no curve');
  const curve = namedCurve(parameters);
  const value = bits && hex(bits.content.subarray(1));
  if (curve === undefined || !value?.startsWith(uncompressed)) return { algorithm: ellipticCurve, curve };
  const known = isOnCurve(curve, value.slice(uncompressed.length));
  if (known === false) throw new Error('the public part is no point of the curve');
  return { algorithm: ellipticCurve, curve, ...(known ? { value } : {}) };
}

/** Undefined for a curve that is written out. */
function namedCurve(parameters: Part | undefined): string | undefined {
  return parameters?.tag === tags.identifier ? hex(parameters.content) : undefined;
}
