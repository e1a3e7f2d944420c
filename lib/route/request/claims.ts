import type { StringMatch } from '../../mesh/routing/virtual-service-spec';
import { stringMatcher } from '../rule/string-matcher';

/**
 * The claim a header condition asks for: `@request.auth.claims.a.b` or `@request.auth.claims[a][b]`; undefined for a
 * plain header. Source: Istio `jwt.ToRoutingClaim`.
 */
export function claimPath(header: string): readonly string[] | undefined {
  const prefix = '@request.auth.claims';
  if (!header.toLowerCase().startsWith(prefix)) return undefined;
  const rest = header.slice(prefix.length);
  if (rest.startsWith('.') && rest.length > 1) return rest.slice(1).split('.');
  return rest.length > 2 && rest.startsWith('[') && rest.endsWith(']') ? rest.slice(1, -1).split('][') : undefined;
}

/** A list claim matches by any of its elements, a text claim by itself. A missing claim matches nothing. */
export function matchesClaim(claims: Readonly<Record<string, unknown>> | undefined, path: readonly string[], match: StringMatch): boolean {
  const value = path.reduce<unknown>((inside, step) => (inside as Record<string, unknown> | undefined | null)?.[step], claims);
  const values = Array.isArray(value) ? value : typeof value === 'string' ? value.split(' ') : [];
  const matcher = stringMatcher(match);
  return values.some((entry) => typeof entry === 'string' && (!matcher || matcher.test(entry)));
}
