import { ConstructError } from '../../errors';

/** The public keys that tokens are verified with. Source: Istio `JWTRule.jwks`, `JWTRule.jwksUri`; RFC 7517. */
export class Jwks {
  /**
   * The keys themselves, as RFC 7517 writes a set. Changing a key then means applying the manifests again.
   *
   * @throws ConstructError `JwksForm`, `PrivateKey`
   */
  static inline(set: { readonly keys: readonly Readonly<Record<string, unknown>>[] }): Jwks {
    if (!Array.isArray(set.keys) || set.keys.length === 0 || set.keys.some(({ kty }) => typeof kty !== 'string')) {
      throw new ConstructError('JwksForm', 'a key set has `keys`, each with its `kty`', {
        fix: "{ keys: [{ kty: 'RSA', n: '…', e: 'AQAB' }] }",
      });
    }
    // RFC 7518: `d` is the private part of RSA and EC keys, `k` a symmetric key.
    const secret = set.keys.findIndex((key) => 'd' in key || 'k' in key);
    if (secret >= 0) {
      throw new ConstructError('PrivateKey', `key ${secret + 1} of the set is a private one`, {
        why: 'manifests are read by many, and anyone who has it can sign tokens',
        fix: 'its public part: leave out `d`, `p`, `q`, `dp`, `dq` and `qi`',
      });
    }
    return new Jwks({ jwks: JSON.stringify(set) });
  }

  /** Where istiod fetches them, and fetches them again. @throws ConstructError `JwksUrl` */
  static at(url: string): Jwks {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new ConstructError('JwksUrl', `keys are fetched from an http or https address, got \`${url}\``, {
        fix: "Jwks.at('https://accounts.example.com/jwks.json')",
      });
    }
    return new Jwks({ jwksUri: url });
  }

  private constructor(
    /** @internal */
    readonly spec: { readonly jwks: string } | { readonly jwksUri: string },
  ) {}
}
