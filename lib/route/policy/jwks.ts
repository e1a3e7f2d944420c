import { constants, createHmac, createPublicKey, type JsonWebKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import type { Jwt } from './jwt';
import { type JwtStatus, jwtStatus } from './jwt-status';

interface Key {
  readonly id: string;
  readonly algorithm: string;
  readonly type: string;
  /** Checks a signature; the algorithm is the token's. */
  verifies(jwt: Jwt): boolean;
}

const parsed = new Map<string, readonly Key[]>();

/** Checks the signature of a token by the keys of a `jwks`. Source: Envoy `verifyJwtWithoutTimeChecking`. */
export function verifySignature(jwt: Jwt, jwks: string): JwtStatus | undefined {
  const keys = keysOf(jwks);
  if (keys.length === 0) return jwtStatus.noValidKeys;
  const usable = keys.filter(
    ({ id, algorithm }) => (jwt.keyId === '' || id === '' || id === jwt.keyId) && (algorithm === '' || algorithm === jwt.algorithm),
  );
  if (usable.length === 0) return jwtStatus.noMatchingKey;
  return usable.some((key) => key.verifies(jwt)) ? undefined : jwtStatus.verificationFails;
}

/** How many keys of a `jwks` a proxy can use. */
export function usableKeys(jwks: string): number {
  return keysOf(jwks).length;
}

function keysOf(jwks: string): readonly Key[] {
  let keys = parsed.get(jwks);
  if (!keys) {
    keys = parse(jwks);
    parsed.set(jwks, keys);
  }
  return keys;
}

/** Keys that cannot be used are left out, as Envoy leaves them out. */
function parse(jwks: string): readonly Key[] {
  try {
    const { keys } = JSON.parse(jwks) as { readonly keys?: unknown };
    return Array.isArray(keys) ? keys.flatMap((key: JsonWebKey) => keyOf(key) ?? []) : [];
  } catch {
    return [];
  }
}

function keyOf(jwk: JsonWebKey): Key | undefined {
  const { kty, kid, alg } = jwk as Readonly<Record<string, unknown>>;
  const base = { id: text(kid), algorithm: text(alg), type: text(kty) };
  if (kty === 'oct') {
    const secret = Buffer.from(jwk.k ?? '', 'base64url');
    return { ...base, verifies: (jwt) => verifiesHmac(jwt, secret) };
  }
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return { ...base, verifies: (jwt) => verifiesPublic(jwt, key, base.type) };
  } catch {
    return undefined;
  }
}

function verifiesHmac({ algorithm, signed, signature }: Jwt, secret: Buffer): boolean {
  const expected = createHmac(hashOf(algorithm), secret).update(signed).digest();
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function verifiesPublic({ algorithm, signed, signature }: Jwt, key: KeyObject, type: string): boolean {
  const data = Buffer.from(signed);
  try {
    if (type === 'OKP') return verify(null, data, key, signature);
    if (type === 'EC') return verify(hashOf(algorithm), data, { key, dsaEncoding: 'ieee-p1363' }, signature);
    if (algorithm.startsWith('RS')) return verify(hashOf(algorithm), data, key, signature);
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return algorithm.startsWith('PS') && verify(hashOf(algorithm), data, { key, padding }, signature);
  } catch {
    return false; // a signature of another kind of key
  }
}

function hashOf(algorithm: string): string {
  const bits = algorithm.slice(2);
  return bits === '384' || bits === '512' ? `sha${bits}` : 'sha256';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
