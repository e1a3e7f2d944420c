import type { JwtRule } from '../../mesh/security/request-authentication';
import type { Claims, HttpAttributes } from './attributes';
import { verifySignature } from './jwks';
import { assumedSignature, type Jwt, parseJwt } from './jwt';
import { type JwtStatus, jwtStatus } from './jwt-status';
import { type FoundToken, tokensFor } from './token-locations';

/** What the JWT filter does to a request. */
export interface Authenticated {
  /** Why the request is refused; absent when it goes on. */
  readonly status?: JwtStatus;
  /** The rule whose token was accepted, or that refused. */
  readonly rule?: JwtRule;
  /** Payload of the accepted token; absent when none was sent. */
  readonly claims?: Claims;
  /** What changes in the request that goes on. */
  readonly changes?: TokenChanges;
  /** Something about the token that manifests do not say, such as keys that istiod fetches. */
  readonly assumed?: string;
}

/** How the filter changes the request that it lets through. */
export interface TokenChanges {
  /** Headers removed, in lower case: the token's own, and those the proxy writes claims into. */
  readonly removed: readonly string[];
  readonly added: readonly (readonly [name: string, value: string])[];
  /** Query parameters removed. */
  readonly parameters: readonly string[];
  /** Does the token go on to the next proxy? */
  readonly forwarded: boolean;
}

/** What is known beside the request itself. */
export interface Sent {
  /** Seconds since 1970. */
  readonly now: number;
  /** A token that is wherever the rule looks, if none is found there. */
  readonly token?: string;
}

/** Seconds by which clocks may differ. Source: Envoy's `clock_skew_seconds`. */
const clockSkew = 60;

/**
 * The `jwt_authn` filter of a proxy. A request without a token goes on: to require one is an AuthorizationPolicy's task.
 * Source: Istio `convertToEnvoyJwtConfig`, Envoy `verifier.cc` and `authenticator.cc`.
 */
export class JwtAuthentication {
  constructor(private readonly rules: readonly JwtRule[]) {}

  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  authenticate(request: HttpAttributes, sent: Sent): Authenticated {
    if (this.isEmpty || isPreflight(request)) return {};
    const statuses: JwtStatus[] = [];
    const sanitized: string[] = [];
    for (const rule of this.rules) {
      sanitized.push(...outputHeaders(rule));
      const result = verify(rule, request, sent);
      if (typeof result !== 'string') return accepted(rule, result, sanitized);
      statuses.push(result);
    }
    const rule = this.rules[statuses.lastIndexOf(finalStatus(statuses))];
    const status = finalStatus(statuses);
    if (status === jwtStatus.missing)
      return sanitized.length > 0 ? { changes: { removed: sanitized, added: [], parameters: [], forwarded: true } } : {};
    return { status, rule };
  }
}

/** The CORS preflight carries no credentials. Source: `bypass_cors_preflight`. */
function isPreflight({ method, headers }: HttpAttributes): boolean {
  const sends = (name: string) => (headers.get(name)?.[0] ?? '') !== '';
  return method === 'OPTIONS' && sends('origin') && sends('access-control-request-method');
}

/**
 * What several rules come to when none accepts: a fault of a token goes before an unknown issuer, and that before a
 * missing token; of several faults the last counts, then once more the first that is no missing token.
 */
function finalStatus(statuses: readonly JwtStatus[]): JwtStatus {
  const isFault = (status: JwtStatus) => status !== jwtStatus.missing && status !== jwtStatus.unknownIssuer;
  const everyRule = statuses.find((status) => status !== jwtStatus.missing);
  if (everyRule === undefined) return jwtStatus.missing;
  if (statuses.length === 1) return everyRule;
  let final: JwtStatus = jwtStatus.missing;
  for (const status of [...statuses, everyRule]) if (isFault(status) || final === jwtStatus.missing) final = status;
  return final;
}

interface Verified {
  readonly jwt: Jwt;
  readonly found: readonly FoundToken[];
  readonly assumed?: string;
}

/** All tokens that are found must be valid; the first one's payload counts. */
function verify(rule: JwtRule, request: HttpAttributes, { now, token: offered }: Sent): Verified | JwtStatus {
  const located = tokensFor(rule, request);
  const found: readonly FoundToken[] = located.length > 0 || offered === undefined ? located : [{ token: offered }];
  let last: Jwt | undefined;
  for (const { token } of [...found].reverse()) {
    const jwt = parseJwt(token);
    if (typeof jwt === 'string') return jwt;
    const fault = faultOf(jwt, rule, now);
    if (fault) return fault;
    last = jwt;
  }
  if (!last) return jwtStatus.missing;
  return { jwt: last, found, assumed: assumptionOf(last, rule) };
}

function faultOf(jwt: Jwt, rule: JwtRule, now: number): JwtStatus | undefined {
  const isAssumed = jwt.algorithm === assumedSignature && jwt.issuer === '';
  if (rule.issuer !== '' && jwt.issuer !== rule.issuer && !isAssumed) return jwtStatus.unknownIssuer;
  if (now + clockSkew < jwt.notBefore) return jwtStatus.notYetValid;
  if (jwt.expires !== 0 && now > jwt.expires + clockSkew) return jwtStatus.expired;
  if (!allowsAudience(rule.audiences, jwt.audiences)) return jwtStatus.audienceNotAllowed;
  return rule.jwks === '' || jwt.algorithm === assumedSignature ? undefined : verifySignature(jwt, rule.jwks);
}

function assumptionOf(jwt: Jwt, { jwks, issuer, policy }: JwtRule): string | undefined {
  if (jwt.algorithm === assumedSignature) return 'the token is given by its claims, so its signature counts as valid';
  if (jwks !== '') return undefined;
  return `istiod fetches the keys of issuer \`${issuer}\` for RequestAuthentication ${policy}, so the signature counts as valid`;
}

/** Scheme and trailing slash of an audience do not matter. Source: Envoy `CheckAudience`. */
function allowsAudience(allowed: readonly string[], audiences: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  const wanted = new Set(allowed.map(bareAudience));
  return audiences.length === 0 ? wanted.has('') : audiences.some((audience) => wanted.has(bareAudience(audience)));
}

function bareAudience(audience: string): string {
  return audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

function accepted(rule: JwtRule, { jwt, found, assumed }: Verified, sanitized: readonly string[]): Authenticated {
  const forwarded = rule.forwardOriginalToken;
  const removed = forwarded ? [] : found.flatMap(({ header }) => header ?? []);
  const parameters = forwarded ? [] : found.flatMap(({ parameter }) => parameter ?? []);
  const payloadHeader = rule.outputPayloadToHeader;
  const added: (readonly [string, string])[] = [
    ...(payloadHeader === '' ? [] : [[payloadHeader.toLowerCase(), jwt.encodedPayload] as const]),
    ...rule.outputClaimToHeaders.flatMap(({ header, claim }) => claimHeader(header, jwt.payload, claim)),
  ];
  return {
    rule,
    claims: normalized(jwt.issuer === '' ? { iss: rule.issuer, ...jwt.payload } : jwt.payload, rule.spaceDelimitedClaims),
    changes: { removed: [...sanitized, ...removed], added, parameters, forwarded },
    assumed,
  };
}

function outputHeaders({ outputPayloadToHeader, outputClaimToHeaders }: JwtRule): string[] {
  const names = [outputPayloadToHeader, ...outputClaimToHeaders.map(({ header }) => header)];
  return names.filter((name) => name !== '').map((name) => name.toLowerCase());
}

/** A claim in a header: strings, numbers and booleans only; `a.b` goes into objects. Source: Envoy `addJWTClaimToHeader`. */
function claimHeader(header: string, payload: Claims, claim: string): (readonly [string, string])[] {
  const value = claim.split('.').reduce<unknown>((inside, step) => (inside as Claims | null | undefined)?.[step], payload);
  const text = typeof value === 'number' ? numberText(value) : typeof value === 'boolean' || typeof value === 'string' ? String(value) : '';
  return text === '' ? [] : [[header.toLowerCase(), text]];
}

function numberText(value: number): string {
  return Number.isInteger(value) && value >= 0 ? BigInt(value).toString() : value.toFixed(6);
}

/** The payload as policies and routes read it: words of space-delimited claims as a list. */
function normalized(payload: Claims, delimited: readonly string[]): Claims {
  const lists = delimited.flatMap((name) => {
    const value = payload[name];
    return typeof value === 'string' ? [[name, value.split(' ').filter((word) => word !== '')] as const] : [];
  });
  return lists.length === 0 ? payload : { ...payload, ...Object.fromEntries(lists) };
}
