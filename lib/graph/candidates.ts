import type { HttpMatchSpec } from '../mesh/routing/virtual-service-spec';
import { type Base, type Shape, shaped, shapeOf } from '../requests/aimed-requests';
import { claimPath } from '../route/request/claims';
import type { Request } from '../route/request/request';
import type { PolicyShape } from './policy-shapes';

/** More requests than this are not tried for one match. */
const most = 200;

/** Of so many matches of the same host the headers are tried too. */
const mostNeighbours = 40;

/**
 * Requests that a match may take, the plainest first: the router decides which of them it does take. Behind it a longer
 * path, for an earlier rule may take the one that is written; then what other matches of the host and policies speak of.
 *
 * @param neighbours other matches of the virtual host
 */
export function* candidates(base: Base, { match, neighbours = [], policies }: Wanted): Generator<Request> {
  const own = withClaims(shapeOf(match ?? {}));
  const others = neighbours.slice(0, mostNeighbours).flatMap(neighbourShapes);
  const issuers = [...new Set(policies.flatMap(({ claims }) => (typeof claims?.iss === 'string' ? [claims.iss] : [])))];
  const plain = [own, ...longer(own), ...variants(own, others), { ...own, method: own.method ?? 'POST' }, ...variants(own, policies)];
  let count = 0;
  for (const shape of plain.flatMap((each) => signed(each, issuers))) {
    if (count++ === most) return;
    yield requestOf(base, shape);
  }
}

/** Headers that stand for claims of a token are sent as such. */
function withClaims({ headers = {}, ...shape }: Shape): Shape {
  const all = Object.entries(headers).map(([name, value]) => ({ name, value, path: claimPath(name) }));
  const sent = all.filter(({ path }) => path === undefined).map(({ name, value }) => [name, value] as const);
  const claims = all.flatMap(({ path, value }) =>
    path ? [[path[0] ?? '', path.slice(1).reduceRight<unknown>((below, step) => ({ [step]: below }), value)] as const] : [],
  );
  return {
    ...shape,
    ...(sent.length > 0 ? { headers: Object.fromEntries(sent) } : {}),
    ...(claims.length > 0 ? { claims: { ...shape.claims, ...Object.fromEntries(claims) } } : {}),
  };
}

/** A token comes from an issuer that is known. */
function signed(shape: PolicyShape, issuers: readonly string[]): PolicyShape[] {
  const { claims } = shape;
  if (claims === undefined || 'iss' in claims) return [shape];
  return issuers.map((iss) => ({ ...shape, claims: { iss, sub: 'somebody', ...claims } }));
}

/** What a request is made for. */
export interface Wanted {
  /** @default - any request will do */
  readonly match?: HttpMatchSpec;
  readonly neighbours?: readonly HttpMatchSpec[];
  readonly policies: readonly PolicyShape[];
}

/** What a neighbour takes, and what it does not take. */
function neighbourShapes({ headers = {}, withoutHeaders = {} }: HttpMatchSpec): Shape[] {
  const shapes = [headers, withoutHeaders].map((names) => shapeOf({ headers: names }).headers);
  return [...new Map(shapes.flatMap((sent) => (sent ? [[JSON.stringify(sent), withClaims({ headers: sent })] as const] : []))).values()];
}

/** The request with these parts. */
function requestOf(base: Base, shape: PolicyShape): Request {
  const { sourceIp } = shape;
  return { ...shaped(base, shape), ...(sourceIp === undefined ? {} : { sourceIp }) };
}

function longer(shape: Shape): Shape[] {
  const { path = '/' } = shape;
  const mark = path.indexOf('?');
  const [before, query] = mark < 0 ? [path, ''] : [path.slice(0, mark), path.slice(mark)];
  return ['any', '/any', 'x/y'].map((end) => ({ ...shape, path: `${before}${end}${query}` }));
}

/** What policies ask for, with what the match asks for: its headers stay, and its path where a policy names none. */
function variants(own: Shape, policies: readonly PolicyShape[]): PolicyShape[] {
  return policies.flatMap((policy) => {
    const headers = { ...policy.headers, ...own.headers };
    const claims = policy.claims || own.claims ? { claims: { ...policy.claims, ...own.claims } } : {};
    const joined = { ...policy, ...own, headers, ...claims };
    return policy.path === undefined ? [joined] : [{ ...joined, path: policy.path }, joined];
  });
}
