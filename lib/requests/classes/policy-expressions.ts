import type { OperationSpec, PolicyRuleSpec, SourceSpec } from '../../mesh/security/authorization-policy';
import type { ProxyPolicies } from '../../mesh/security/policies';
import { compileCondition } from '../../route/policy/rule-conditions';
import { addressAtom } from './addresses';
import type { Atom } from './attribute';
import { allOf, anyOf, type Expression, holds, not } from './expression';
import { policyAtom, policyPathAtom } from './string-atoms';
import { claimsOf, type Token } from './tokens';

/** What requests of an entry may have. */
export interface Senders {
  /** What the attribute `token` may be. */
  readonly tokens: readonly Token[];
  /** Do they come from outside the mesh, so that their address may be any? */
  readonly isOutside: boolean;
}

/**
 * What of a request decides the answer of the policies of one proxy: where each of these is settled, so is the answer.
 * Whoever calls in the mesh, and where, is the same for all requests of an entry, so conditions on it may hold or not.
 */
export function policyExpressions({ authorization, jwtRules }: ProxyPolicies, { tokens, isOutside }: Senders): Expression[] {
  const authentication = jwtRules.length === 0 ? [] : tokens.map(isToken);
  return [...authorization.flatMap(({ rules }) => rules.flatMap((rule) => ruleExpressions(rule, isOutside))), ...authentication];
}

/** Tokens that are validated decide alone: each is a class of its own. */
function isToken({ text }: Token): Expression {
  return holds({ attribute: 'token', text, test: (value) => (value as Token | undefined)?.text === text });
}

/** `from` and `when` matter to requests that an operation of `to` is about. */
function ruleExpressions({ to = [], from = [], when = [] }: PolicyRuleSpec, isOutside: boolean): Expression[] {
  const operations = (to.length === 0 ? [{}] : to).map(({ operation = {} }) => operationExpression(operation));
  const conditions = [
    ...from.flatMap(({ source = {} }) => sourceExpressions(source)),
    ...(isOutside ? [...from.flatMap(({ source = {} }) => addressExpressions(source)), ...when.map(addressCondition)] : []),
    ...when.map(({ key = '', values = [], notValues = [] }) => keyExpression(key, values, notValues)),
  ];
  const about = anyOf(operations);
  return [...operations, ...conditions.filter((each) => each !== true).map((condition) => allOf([about, condition]))];
}

function operationExpression(operation: OperationSpec): Expression {
  const { hosts, notHosts, methods, notMethods, paths, notPaths } = operation;
  return allOf([
    listed(paths, notPaths, policyPathAtom),
    listed(methods, notMethods, (value) => policyAtom('method', value, { star: 'present' })),
    listed(hosts, notHosts, (value) => policyAtom('authority', value, { ignoreCase: true, star: 'present' })),
  ]);
}

function listed(values: readonly string[] = [], notValues: readonly string[] = [], atomOf: (value: string) => Atom): Expression {
  const wanted: Expression = values.length === 0 ? true : anyOf(values.map((value) => holds(atomOf(value))));
  return notValues.length === 0 ? wanted : allOf([wanted, not(anyOf(notValues.map((value) => holds(atomOf(value)))))]);
}

function sourceExpressions({ requestPrincipals = [], notRequestPrincipals = [] }: SourceSpec): Expression[] {
  return [tokenExpression('request.auth.principal', requestPrincipals, notRequestPrincipals)];
}

function addressExpressions({ ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks }: SourceSpec): Expression[] {
  return [addressExpression(ipBlocks, notIpBlocks), addressExpression(remoteIpBlocks, notRemoteIpBlocks)];
}

function addressCondition({ key, values, notValues }: NonNullable<PolicyRuleSpec['when']>[number]): Expression {
  return key === 'source.ip' || key === 'remote.ip' ? addressExpression(values, notValues) : true;
}

function addressExpression(ranges: readonly string[] = [], notRanges: readonly string[] = []): Expression {
  const atoms = (all: readonly string[]) =>
    all.flatMap((range) => {
      const atom = addressAtom(range);
      return atom ? [holds(atom)] : [];
    });
  if (ranges.length + notRanges.length === 0) return true;
  return allOf([ranges.length === 0 || anyOf(atoms(ranges)), not(anyOf(atoms(notRanges)))]);
}

function keyExpression(key: string, values: readonly string[], notValues: readonly string[]): Expression {
  if (key.startsWith('request.auth.')) return tokenExpression(key, values, notValues);
  const name = /^request\.headers\[(.*)\]$/s.exec(key)?.[1]?.toLowerCase();
  if (name === undefined) return true;
  const attribute = { ':method': 'method', ':authority': 'authority', host: 'authority', ':path': 'path' }[name] ?? `header ${name}`;
  return listed(values, notValues, (value) => policyAtom(attribute, value, { star: 'present' }));
}

const noConnection = {
  peer: null,
  sourceIp: undefined,
  remoteIp: undefined,
  destinationIp: undefined,
  destinationPort: 0,
  serverName: '',
};

/** A condition on the validated token, as the evaluator reads it. */
function tokenExpression(key: string, values: readonly string[], notValues: readonly string[]): Expression {
  if (values.length + notValues.length === 0) return true;
  const atomOf = (value: string): Atom => {
    const [matcher] =
      compileCondition({ key, values: [value], notValues: [] }, { tcp: false, ztunnel: false, policyNamespace: '', trustDomains: [] })
        ?.matchers ?? [];
    const test = (token: unknown) => matcher?.({ ...noConnection, http: {}, claims: claimsOf(token) }) === true;
    return { attribute: 'token', text: `${key} is ${value}`, test };
  };
  return listed(values, notValues, atomOf);
}
