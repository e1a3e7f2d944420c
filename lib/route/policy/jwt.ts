import { isMapping } from '../../manifest/mapping';
import type { Claims } from './attributes';
import { type JwtStatus, jwtStatus } from './jwt-status';

/** A token taken apart. */
export interface Jwt {
  readonly algorithm: string;
  readonly keyId: string;
  readonly payload: Claims;
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** Seconds since 1970; 0: not before any time. */
  readonly notBefore: number;
  /** Seconds since 1970; 0: never. */
  readonly expires: number;
  /** The first two sections, as written. */
  readonly signed: string;
  readonly signature: Buffer;
  /** The payload's section, as written. */
  readonly encodedPayload: string;
}

/** The algorithm of tokens that stand for validly signed ones. No real token has it, and no key is needed to check it. */
export const assumedSignature = 'assumed';

const algorithms: ReadonlySet<string> = new Set([
  assumedSignature,
  ...['ES', 'HS', 'RS', 'PS'].flatMap((family) => [256, 384, 512].map((bits) => `${family}${bits}`)),
  'EdDSA',
]);

/** A token with these claims, taken to be signed by its issuer: for asking without the issuer's key. */
export function assumedToken(claims: Claims): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: assumedSignature })}.${encode(claims)}.${Buffer.from('assumed').toString('base64url')}`;
}

/** Reads a token in Envoy's order, so that the first fault is the one it names. Source: Envoy `Jwt::parseFromString`. */
export function parseJwt(token: string): Jwt | JwtStatus {
  const sections = token.split('.');
  if (sections.length !== 3 || sections.includes('')) return jwtStatus.badFormat;
  const [encodedHeader = '', encodedPayload = '', encodedSignature = ''] = sections;
  const header = decodeObject(encodedHeader, { base64: jwtStatus.headerBase64, json: jwtStatus.headerJson });
  if (typeof header === 'string') return header;
  const { alg, kid = '' } = header;
  if (typeof alg !== 'string') return jwtStatus.headerAlg;
  if (!algorithms.has(alg)) return jwtStatus.headerAlgUnknown;
  if (typeof kid !== 'string') return jwtStatus.headerKid;
  const payload = decodeObject(encodedPayload, { base64: jwtStatus.payloadBase64, json: jwtStatus.payloadJson });
  if (typeof payload === 'string') return payload;
  const fault = payloadFault(payload);
  if (fault) return fault;
  const signature = decodeBase64(encodedSignature);
  if (!signature) return jwtStatus.signatureBase64;
  const { iss = '', aud = [], nbf = 0, exp = 0 } = payload as PayloadFields;
  return {
    algorithm: alg,
    keyId: kid,
    payload,
    issuer: iss,
    audiences: [aud].flat(),
    notBefore: nbf,
    expires: exp,
    signed: `${encodedHeader}.${encodedPayload}`,
    signature,
    encodedPayload,
  };
}

interface PayloadFields {
  readonly iss?: string;
  readonly aud?: string | readonly string[];
  readonly nbf?: number;
  readonly exp?: number;
}

function payloadFault(payload: Claims): JwtStatus | undefined {
  const { iss, sub, iat, nbf, exp, jti, aud } = payload;
  if (!isText(iss)) return jwtStatus.issNotString;
  if (!isText(sub)) return jwtStatus.subNotString;
  for (const [value, notInteger, outOfRange] of [
    [iat, jwtStatus.iatNotInteger, jwtStatus.iatOutOfRange],
    [nbf, jwtStatus.nbfNotInteger, jwtStatus.nbfOutOfRange],
    [exp, jwtStatus.expNotInteger, jwtStatus.expOutOfRange],
  ] as const) {
    if (value === undefined) continue;
    if (typeof value !== 'number') return notInteger;
    if (value < 0 || value >= 2 ** 63) return outOfRange;
  }
  if (!isText(jti)) return jwtStatus.jtiNotString;
  const isAudience = aud === undefined || typeof aud === 'string' || (Array.isArray(aud) && aud.every((each) => typeof each === 'string'));
  return isAudience ? undefined : jwtStatus.audNotString;
}

function isText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function decodeObject(section: string, faults: { readonly base64: JwtStatus; readonly json: JwtStatus }): Claims | JwtStatus {
  const bytes = decodeBase64(section);
  if (!bytes) return faults.base64;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isMapping(value) ? value : faults.json;
  } catch {
    return faults.json;
  }
}

function decodeBase64(section: string): Buffer | undefined {
  const bare = section.replace(/={1,2}$/, '');
  return /^[A-Za-z0-9_-]*$/.test(bare) && bare.length % 4 !== 1 ? Buffer.from(bare, 'base64url') : undefined;
}
