import { X509Certificate } from 'node:crypto';
import { isMapping } from '../../manifest/mapping';

/** One key of a set. */
interface Key {
  /** Whether it has the secret part, or is nothing but secret. */
  readonly isPrivate: boolean;
}

/** What a key of each type must have, and what it may have beside; all of it in base64. */
const keyTypes: Readonly<
  Record<string, { readonly required: readonly string[]; readonly privateOnly: readonly string[]; readonly curve?: true }>
> = {
  RSA: { required: ['e', 'n'], privateOnly: ['dp', 'dq', 'p', 'q', 'qi'] },
  EC: { required: ['x', 'y'], privateOnly: [], curve: true },
  OKP: { required: ['x'], privateOnly: [], curve: true },
  oct: { required: ['k'], privateOnly: [] },
};

/** Reads a JSON Web Key Set, or a single key, as istiod's library does (lestrrat-go/jwx). @returns what is wrong, if anything */
export function readJwks(text: string): readonly Key[] | string {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (!isMapping(set)) return 'it is not an object';
  if (!Object.hasOwn(set, 'keys')) return readKeys([set]);
  return set.keys === null || Array.isArray(set.keys) ? readKeys(set.keys ?? []) : '`keys` is not a list';
}

function readKeys(keys: readonly unknown[]): readonly Key[] | string {
  const read: Key[] = [];
  for (const [index, key] of keys.entries()) {
    const problem = isMapping(key) ? keyProblem(key) : 'is not an object';
    if (problem !== undefined) return `key ${index} ${problem}`;
    if (isMapping(key)) read.push({ isPrivate: Object.hasOwn(key, 'd') || key.kty === 'oct' });
  }
  return read;
}

function keyProblem(key: Readonly<Record<string, unknown>>): string | undefined {
  const type = typeof key.kty === 'string' && Object.hasOwn(keyTypes, key.kty) ? keyTypes[key.kty] : undefined;
  if (type === undefined) return 'has no known type in `kty`';
  const isPrivate = Object.hasOwn(key, 'd') && key.kty !== 'oct';
  const secret = isPrivate ? ['d'] : [];
  const missing = [...type.required, ...secret, ...(type.curve ? ['crv'] : [])].find((field) => !Object.hasOwn(key, field));
  if (missing !== undefined) return `has no \`${missing}\``;
  const encoded = [...type.required, ...secret, ...(isPrivate ? type.privateOnly : [])];
  const broken = encoded.find((field) => Object.hasOwn(key, field) && !isBase64(key[field]));
  if (broken !== undefined) return `has a \`${broken}\` that is not base64`;
  const texts = ['alg', 'kid', 'use', 'x5t', 'x5t#S256', 'x5u', ...(type.curve ? ['crv'] : [])];
  const wrong = texts.find((field) => Object.hasOwn(key, field) && key[field] !== null && typeof key[field] !== 'string');
  if (wrong !== undefined) return `has a \`${wrong}\` that is not a text`;
  return isTextList(key.key_ops) && isCertificateChain(key.x5c) ? undefined : 'has a `key_ops` or `x5c` that cannot be read';
}

/** Of either alphabet, with or without padding. */
function isBase64(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'string') return false;
  const compact = value.replace(/[\r\n]/g, '');
  const alphabet = /[+/]/.test(compact) ? /^[A-Za-z0-9+/]*={0,2}$/ : /^[A-Za-z0-9\-_]*={0,2}$/;
  return alphabet.test(compact) && (compact.endsWith('=') ? compact.length % 4 === 0 : compact.length % 4 !== 1);
}

function isTextList(value: unknown): boolean {
  return (
    value === undefined || value === null || (Array.isArray(value) && value.every((item) => item === null || typeof item === 'string'))
  );
}

function isCertificateChain(value: unknown): boolean {
  if (value === undefined) return true;
  if (value === null) return true;
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && isCertificate(item));
}

function isCertificate(base64: string): boolean {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).raw.length > 0;
  } catch {
    return false;
  }
}
