import type { FieldReader } from '../../manifest/field';

/** The principals that an AuthorizationPolicy names. */
export function principalsOf(spec: FieldReader): FieldReader[] {
  return spec
    .at('rules')
    .items.flatMap((entry) => entry.at('from').items.map((from) => from.at('source')))
    .flatMap((source) => [...source.at('principals').items, ...source.at('notPrincipals').items]);
}

/** `trust-domain/ns/namespace/sa/name` taken apart; undefined for a pattern or anything else. */
export function parsePrincipal(principal: string): { readonly trustDomain: string; readonly account: string } | undefined {
  const match = /^([^/*]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal);
  return match ? { trustDomain: match[1] ?? '', account: `${match[2]}/${match[3]}` } : undefined;
}
