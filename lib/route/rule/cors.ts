import type { HttpRouteSpec } from '../../mesh/routing/virtual-service-spec';
import type { Incoming } from '../request/incoming';
import { stringMatcher } from './string-matcher';

/**
 * Does the CORS policy of a rule answer this request itself? It does for a preflight of an allowed origin, whatever its
 * method, and for any preflight if unmatched ones are to be ignored. Source: Envoy's CORS filter.
 */
export function answersPreflight(policy: HttpRouteSpec['corsPolicy'], request: Incoming): boolean {
  if (!policy || request.method !== 'OPTIONS') return false;
  const origin = request.headers.get('origin')?.[0];
  if (!origin || !request.headers.get('access-control-request-method')?.[0]) return false;
  return policy.unmatchedPreflights === 'IGNORE' || allowsOrigin(policy, origin);
}

function allowsOrigin({ allowOrigins, allowOrigin = [] }: NonNullable<HttpRouteSpec['corsPolicy']>, origin: string): boolean {
  const matches = allowOrigins ?? allowOrigin.map((exact) => ({ exact }));
  return matches.some((match) => match.exact === '*' || (stringMatcher(match)?.test(origin) ?? false));
}
