import type { Mesh } from '../../mesh/mesh';
import { claimPath } from '../../route/request/claims';
import type { Request } from '../../route/request/request';
import { sampleOf } from '../sample';
import type { Value } from './attribute';

/**
 * A token that a client may send. What claims may hold is without bounds: there is one token for each issuer, for each
 * claim that a condition names, and one with all of them.
 */
export interface Token {
  readonly text: string;
  /** As it is sent. */
  readonly sent: Pick<Request, 'token' | 'claims'>;
  /** What a proxy that validates it reads. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

const nobody: Token = { text: 'a token that nobody signed', sent: { token: 'nobody.signed.this' } };
const none: Token = { text: 'no token', sent: {} };

/** The claims of a value of the attribute `token`. */
export function claimsOf(value: Value): Token['claims'] {
  return (value as Token | undefined)?.claims;
}

/** The tokens that the manifests of several meshes suggest: none alone where no proxy reads one. */
export function tokensOf(meshes: readonly Mesh[]): readonly Token[] {
  const issuers = new Set(meshes.flatMap(issuersOf));
  if (issuers.size === 0) return [none];
  const claims = [...new Map(meshes.flatMap(namedClaims).map((claim) => [JSON.stringify(claim), claim])).values()];
  return [none, nobody, ...[...issuers].flatMap((iss) => tokensFrom(iss, claims))];
}

interface NamedClaim {
  readonly path: readonly string[];
  readonly value: string;
}

function tokensFrom(iss: string, claims: readonly NamedClaim[]): Token[] {
  const plain = { iss, sub: 'somebody' };
  const each = claims.map((claim) => withClaims(plain, [claim]));
  const all = claims.length > 1 ? [withClaims(plain, claims)] : [];
  return [plain, ...each, ...all].map((payload) => ({
    text: `a token ${JSON.stringify(payload)}`,
    sent: { claims: payload },
    claims: payload,
  }));
}

function withClaims(base: Readonly<Record<string, unknown>>, claims: readonly NamedClaim[]): Record<string, unknown> {
  const payload: Record<string, unknown> = structuredClone(base);
  for (const { path, value } of claims) {
    let inside = payload;
    for (const step of path.slice(0, -1)) {
      const known = inside[step];
      inside[step] = typeof known === 'object' && known !== null ? known : {};
      inside = inside[step] as Record<string, unknown>;
    }
    inside[path.at(-1) ?? ''] = value;
  }
  return payload;
}

function issuersOf(mesh: Mesh): string[] {
  return mesh.policies.allAuthentications.flatMap(({ rules }) => rules.map(({ issuer }) => issuer));
}

/** Claims that policies and routes ask for, each with a value that fits. */
function namedClaims(mesh: Mesh): NamedClaim[] {
  const text = (pattern: string) => pattern.replaceAll('*', 'any');
  const fromPolicies = mesh.policies.all.flatMap(({ rules }) =>
    rules.flatMap(({ when = [], from = [] }) => [
      ...when.flatMap(({ key = '', values = [], notValues = [] }) =>
        [...values, ...notValues].flatMap((value) => claimOfKey(key).map((path) => ({ path, value: text(value) }))),
      ),
      ...from.flatMap(({ source = {} }) =>
        [...(source.requestPrincipals ?? []), ...(source.notRequestPrincipals ?? [])].flatMap(subjectOf),
      ),
    ]),
  );
  const fromRoutes = mesh.virtualServices.roots.flatMap(({ http }) =>
    http.flatMap(({ spec }) =>
      (spec.match ?? []).flatMap(({ headers = {}, withoutHeaders = {} }) =>
        [...Object.entries(headers), ...Object.entries(withoutHeaders)].flatMap(([name, match]) => {
          const path = claimPath(name);
          return path ? [{ path, value: match.exact ?? match.prefix ?? (match.regex ? sampleOf(match.regex) : 'any') }] : [];
        }),
      ),
    ),
  );
  return [...fromPolicies, ...fromRoutes];
}

function claimOfKey(key: string): (readonly string[])[] {
  if (key === 'request.auth.audiences') return [['aud']];
  if (key === 'request.auth.presenter') return [['azp']];
  const inBrackets = /^request\.auth\.claims((?:\[[^\]]*\])+)$/.exec(key)?.[1];
  return inBrackets ? [inBrackets.slice(1, -1).split('][')] : [];
}

/** `issuer/subject`, of which the issuer is one of those that are known anyway. */
function subjectOf(principal: string): NamedClaim[] {
  const slash = principal.lastIndexOf('/');
  const subject = slash < 0 ? '' : principal.slice(slash + 1);
  return subject === '' || subject === '*' ? [] : [{ path: ['sub'], value: subject.replaceAll('*', 'any') }];
}
