import type { Mesh } from '../mesh/mesh';
import type { OperationSpec, PolicyRuleSpec, SourceSpec } from '../mesh/security/authorization-policy';
import { type Shape, shapesOfPolicies } from '../requests/aimed-requests';

/** A request's parts that policies look at. */
export type PolicyShape = Shape & { readonly sourceIp?: string };

/** Pairs of rules are tried up to this many rules. */
const mostPaired = 12;

/** Requests that rules of policies are about, as a whole: the path, the method, headers, token and address that one asks for together. */
export function policyShapes(mesh: Mesh): readonly PolicyShape[] {
  const rules = mesh.policies.all.flatMap(({ rules: own }) => own);
  const joint = rules.flatMap((rule) => [shapeOfRule(rule, false), shapeOfRule(rule, true)]);
  const single = unique([...shapesOfPolicies(mesh), ...joint]);
  const pairs =
    joint.length <= 2 * mostPaired ? joint.flatMap((one, index) => joint.slice(index + 1).map((other) => both(one, other))) : [];
  return unique([...single, ...pairs]);
}

/** What one rule asks for. @param negated what it asks not to be, which is how a request gets past `DENY` */
function shapeOfRule({ to = [], from = [], when = [] }: PolicyRuleSpec, negated: boolean): PolicyShape {
  const operation: OperationSpec = to[0]?.operation ?? {};
  const source: SourceSpec = from[0]?.source ?? {};
  const first = (values: readonly string[] = [], notValues: readonly string[] = []) =>
    (negated ? notValues : values)[0]?.replace(/\*|\{[^}]*\}/g, 'any');
  const path = first(operation.paths, operation.notPaths);
  const method = first(operation.methods, operation.notMethods);
  const principal = first(source.requestPrincipals, source.notRequestPrincipals);
  const address = first(
    [...(source.ipBlocks ?? []), ...(source.remoteIpBlocks ?? [])],
    [...(source.notIpBlocks ?? []), ...(source.notRemoteIpBlocks ?? [])],
  );
  const headers: Record<string, string> = {};
  let claims: Record<string, unknown> | undefined = principal === undefined ? undefined : claimsOf(principal);
  let sourceIp = address?.split('/')[0];
  for (const { key = '', values, notValues } of when) {
    const [, kind, name = ''] = /^request\.(headers|auth\.claims)\[(.*)\]$/.exec(key) ?? [];
    const value = first(values, notValues);
    if (value === undefined) continue;
    if (kind === 'headers') headers[name] = value;
    else if (kind) claims = { ...claims, [name]: value };
    else if (key === 'request.auth.principal') claims = { ...claims, ...claimsOf(value) };
    else if (key === 'source.ip' || key === 'remote.ip') sourceIp = value.split('/')[0];
  }
  return {
    ...(path === undefined ? {} : { path: path.startsWith('/') ? path : `/${path}` }),
    ...(method === undefined ? {} : { method }),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(claims ? { claims } : {}),
    ...(sourceIp === undefined ? {} : { sourceIp }),
  };
}

/** `issuer/subject`. */
function claimsOf(principal: string): Record<string, unknown> {
  const slash = principal.lastIndexOf('/');
  return slash < 0 ? { iss: principal, sub: 'somebody' } : { iss: principal.slice(0, slash), sub: principal.slice(slash + 1) };
}

function both(one: PolicyShape, other: PolicyShape): PolicyShape {
  const headers = { ...one.headers, ...other.headers };
  const claims = { ...one.claims, ...other.claims };
  return {
    ...one,
    ...other,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(Object.keys(claims).length > 0 ? { claims } : {}),
  };
}

function unique(shapes: readonly PolicyShape[]): PolicyShape[] {
  return [...new Map(shapes.filter((shape) => Object.keys(shape).length > 0).map((shape) => [JSON.stringify(shape), shape])).values()];
}
