import type { Signing } from '../generator/senders';
import { TokenIssuer } from '../scenarios/tokens';

/** One key for all issuers: whose token it is, its claims say. */
export function signing(): Signing {
  const issuer = new TokenIssuer('', 'one');
  return { jwks: JSON.stringify({ keys: [issuer.publicKey] }), token: (claims) => issuer.token(claims) };
}
