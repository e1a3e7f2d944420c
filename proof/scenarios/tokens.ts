import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Who signs tokens: a key pair, whose public part is what a mesh must know. */
export class TokenIssuer {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(
    readonly name: string,
    private readonly kid: string,
  ) {}

  /** As RFC 7517 writes it. */
  get publicKey(): Record<string, unknown> {
    return { ...this.keys.publicKey.export({ format: 'jwk' }), kid: this.kid, use: 'sig', alg: 'ES256' };
  }

  /** @param claims over those of a token that is valid for an hour */
  token(claims: object = {}): string {
    return signed({ alg: 'ES256', kid: this.kid }, this.payload(claims), this.keys.privateKey);
  }

  /** One that says of itself that it needs no signature. */
  unsigned(): string {
    return `${encoded({ alg: 'none' })}.${encoded(this.payload({}))}.`;
  }

  private payload(claims: object): object {
    const now = Math.floor(Date.now() / 1000);
    return { iss: this.name, sub: 'somebody', iat: now - 60, exp: now + 3600, ...claims };
  }
}

function signed(header: object, payload: object, key: KeyObject): string {
  const text = `${encoded(header)}.${encoded(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
