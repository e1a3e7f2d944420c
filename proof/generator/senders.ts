import fc, { type Arbitrary } from 'fast-check';
import { assumedToken } from '../../lib/route/policy/jwt';
import type { Request } from '../../lib/route/request/request';

/** Who signs the tokens of a run. */
export interface Signing {
  /** The keys of an issuer, as `jwks` in JSON. */
  readonly jwks: string;
  token(claims: Readonly<Record<string, unknown>>): string;
}

/** For a run without a real proxy: nothing checks the signature. */
export const assumed: Signing = { jwks: '{"keys":[]}', token: assumedToken };

export const issuers = ['https://a.example.com', 'https://b.example.com'] as const;

/** Where a request comes from, and the token that it brings. */
export interface Sender {
  readonly sourceIp: string;
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  readonly header: string;
}

export function sender(): Arbitrary<Sender> {
  return fc.record({
    sourceIp: fc.constantFrom('203.0.113.7', '198.51.100.7', '192.0.2.1', '2001:db8::1'),
    claims: fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: claims() }),
    header: fc.constantFrom('authorization', 'authorization', 'authorization', 'x-jwt'),
  });
}

function claims(): Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record(
    {
      iss: fc.constantFrom(...issuers, ...issuers, 'https://c.example.com'),
      sub: fc.constantFrom('me', 'you'),
      aud: fc.constantFrom('web', ['api', 'web'], 'other'),
      azp: fc.constantFrom('app', 'other'),
      exp: fc.constantFrom(1, 4_000_000_000, 4_000_000_000),
      group: fc.constantFrom('beta', ['x1', 'y'], 7),
      scope: fc.constantFrom('read write', 'none'),
      a: fc.constantFrom({ b: 'c' }, { b: ['d', 'e'] }, 'b'),
    },
    { requiredKeys: ['iss', 'sub'] },
  );
}

/** The token as a real client sends it: in a header. */
export function sent(request: Request, { sourceIp, claims: payload, header }: Sender, signing: Signing): Request {
  const token = payload && signing.token(payload);
  const headers = token ? { ...request.headers, [header]: header === 'x-jwt' ? token : `Bearer ${token}` } : request.headers;
  return { ...request, headers, sourceIp };
}
