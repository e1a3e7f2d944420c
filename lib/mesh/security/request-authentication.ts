import { qualifiedName } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { flag, list, record, text } from '../decode';
import { PolicyTarget } from './policy-target';

const jwtRule = record({
  issuer: text,
  audiences: list(text),
  jwksUri: text,
  jwks: text,
  fromHeaders: list(record({ name: text, prefix: text })),
  fromParams: list(text),
  fromCookies: list(text),
  forwardOriginalToken: flag,
  outputPayloadToHeader: text,
  outputClaimToHeaders: list(record({ header: text, claim: text })),
  spaceDelimitedClaims: list(text),
});
const spec = record({ jwtRules: list(jwtRule) });

/** One `jwtRules` entry: whose tokens the proxy accepts, and where it looks for them. */
export interface JwtRule {
  readonly issuer: string;
  /** Empty: any audience. */
  readonly audiences: readonly string[];
  /** The keys as JSON; '' when istiod fetches them, and they are not known. */
  readonly jwks: string;
  readonly fromHeaders: readonly { readonly name: string; readonly prefix: string }[];
  readonly fromParams: readonly string[];
  readonly fromCookies: readonly string[];
  readonly forwardOriginalToken: boolean;
  readonly outputPayloadToHeader: string;
  readonly outputClaimToHeaders: readonly { readonly header: string; readonly claim: string }[];
  /** Claims whose string value counts as a list of words. `scope` and `permission` always are. */
  readonly spaceDelimitedClaims: readonly string[];
  /** `namespace/name` of the RequestAuthentication. */
  readonly policy: string;
  /** Place in `spec.jwtRules`. */
  readonly index: number;
  readonly manifest: Manifest;
}

/** A RequestAuthentication as istiod reads it. */
export interface RequestAuthentication {
  readonly name: string;
  readonly target: PolicyTarget;
  readonly rules: readonly JwtRule[];
  readonly manifest: Manifest;
}

/** Keys that istiod fetches, as a `jwks` in JSON, by issuer; `*` for every other. */
export type FetchedKeys = Readonly<Record<string, string>>;

/** The RequestAuthentication a manifest declares. @param fetched for rules without keys of their own */
export function requestAuthenticationOf(manifest: Manifest, fetched: FetchedKeys = {}): RequestAuthentication {
  const name = qualifiedName(manifest.object);
  const { jwtRules = [] } = spec.decode(manifest.object.spec);
  const rules = jwtRules.map((rule, index): JwtRule => {
    const { fromHeaders = [], outputClaimToHeaders = [] } = rule;
    return {
      issuer: rule.issuer ?? '',
      audiences: rule.audiences ?? [],
      jwks: rule.jwks || keysOf(rule.issuer ?? '', fetched),
      fromHeaders: fromHeaders.map((header) => ({ name: header.name ?? '', prefix: header.prefix ?? '' })),
      fromParams: rule.fromParams ?? [],
      fromCookies: rule.fromCookies ?? [],
      forwardOriginalToken: rule.forwardOriginalToken ?? false,
      outputPayloadToHeader: rule.outputPayloadToHeader ?? '',
      outputClaimToHeaders: outputClaimToHeaders.map(({ header = '', claim = '' }) => ({ header, claim })),
      spaceDelimitedClaims: [...new Set(['permission', 'scope', ...(rule.spaceDelimitedClaims ?? [])])],
      policy: name,
      index,
      manifest,
    };
  });
  return { name, target: new PolicyTarget(manifest), rules, manifest };
}

function keysOf(issuer: string, fetched: FetchedKeys): string {
  return (Object.hasOwn(fetched, issuer) ? fetched[issuer] : fetched['*']) ?? '';
}
