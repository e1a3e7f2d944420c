import type {
  AuthorizationPolicy,
  OperationSpec,
  PolicyAction,
  PolicyRuleSpec,
  SourceSpec,
} from '../../mesh/security/authorization-policy';
import { allOf, anyOf, type Matcher } from './matcher';
import { type ConditionContext, compileCondition, type RuleCondition } from './rule-conditions';

/** One rule as the filter of a proxy holds it. */
export interface CompiledRule {
  readonly policy: AuthorizationPolicy;
  /** Place in `spec.rules`. */
  readonly index: number;
  readonly matches: Matcher;
}

/** The keys that say what is called; the others say who calls. Source: Istio `model.New`. */
const permissionKeys = /^(destination\.(ip|port)|connection\.sni|experimental\.envoy\.filters\..*)$/s;

/**
 * The matcher of a rule; undefined when istiod leaves the rule out. With action ALLOW a rule that cannot be expressed
 * as a whole is left out, so less is allowed; with the others only the condition is, so more is denied.
 */
export function compileRule(
  { from = [], to = [], when = [] }: PolicyRuleSpec,
  action: PolicyAction,
  context: ConditionContext,
): Matcher | undefined {
  const conditions = when.map(({ key = '', values = [], notValues = [] }): RuleCondition => ({ key, values, notValues }));
  const permission = conditions.filter(({ key }) => permissionKeys.test(key));
  const principal = conditions.filter(({ key }) => !permissionKeys.test(key));
  const compile = new ConditionCompiler(action, context);
  const what = (to.length === 0 ? [{}] : to).map(({ operation = {} }) => compile.all([...operationConditions(operation), ...permission]));
  const who = (from.length === 0 ? [{}] : from).map(({ source = {} }) => compile.all([...sourceConditions(source), ...principal]));
  return compile.failed ? undefined : allOf([anyOf(what), anyOf(who)]);
}

class ConditionCompiler {
  failed = false;

  constructor(
    private readonly action: PolicyAction,
    private readonly context: ConditionContext,
  ) {}

  all(conditions: readonly RuleCondition[]): Matcher {
    const matchers: Matcher[] = [];
    for (const condition of conditions) {
      if (condition.values.length + condition.notValues.length === 0) continue;
      const compiled = compileCondition(condition, this.context);
      // a key that istiod does not know makes it leave out the rule, whatever the action
      if (!compiled || (this.action === 'ALLOW' && !compiled.complete)) this.failed = true;
      else matchers.push(...compiled.matchers);
    }
    return allOf(matchers);
  }
}

function operationConditions({
  hosts = [],
  notHosts = [],
  methods = [],
  notMethods = [],
  paths = [],
  notPaths = [],
  ports = [],
  notPorts = [],
}: OperationSpec): RuleCondition[] {
  return [
    { key: 'host', values: hosts, notValues: notHosts },
    { key: 'method', values: methods, notValues: notMethods },
    { key: 'path', values: paths, notValues: notPaths },
    { key: 'destination.port', values: ports, notValues: notPorts },
  ];
}

function sourceConditions(source: SourceSpec): RuleCondition[] {
  const of = (key: string, values: readonly string[] = [], notValues: readonly string[] = []): RuleCondition => ({
    key,
    values,
    notValues,
  });
  return [
    of('source.principal', source.principals, source.notPrincipals),
    of('request.auth.principal', source.requestPrincipals, source.notRequestPrincipals),
    of('source.serviceAccount', source.serviceAccounts, source.notServiceAccounts),
    of('source.trustDomain', source.trustDomains, source.notTrustDomains),
    of('source.namespace', source.namespaces, source.notNamespaces),
    of('remote.ip', source.remoteIpBlocks, source.notRemoteIpBlocks),
    of('source.ip', source.ipBlocks, source.notIpBlocks),
  ];
}
