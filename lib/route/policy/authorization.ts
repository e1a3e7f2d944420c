import type { AuthorizationPolicy, PolicyAction } from '../../mesh/security/authorization-policy';
import type { Attributes } from './attributes';
import { type CompiledRule, compileRule } from './compiled-rule';
import type { ConditionContext } from './rule-conditions';

/** A rule of a policy, or a policy as a whole. */
export interface PolicyReference {
  readonly policy: AuthorizationPolicy;
  /** Place in `spec.rules`; absent where no rule decided: none of the ALLOW policies holds. */
  readonly rule?: number;
}

/** What one RBAC filter answers. */
export interface RbacAnswer {
  /** `undefined`: what is not known decides. */
  readonly allowed: boolean | undefined;
  /** The rule that decided, or whose answer is not known; absent when nothing matched and that allows. */
  readonly by?: PolicyReference;
}

/** `AuthorizationPolicy shop/deny-admin rule 0`. */
export function referenceText({ policy, rule }: PolicyReference): string {
  return `AuthorizationPolicy ${policy.name}${rule === undefined ? '' : ` rule ${rule}`}`;
}

export interface PolicyFilterOptions {
  /** Does the filter see connections instead of requests? @default false */
  readonly tcp?: boolean;
  /** Is it ztunnel's, which knows fewer conditions than Envoy? @default false */
  readonly ztunnel?: boolean;
  /** The mesh's trust domain and its aliases. @default ['cluster.local'] */
  readonly trustDomains?: readonly string[];
}

const passes: RbacAnswer = { allowed: true };

/** The RBAC filter of one action. Source: Istio `authz/builder`, Envoy `RoleBasedAccessControlEngineImpl`. */
export class RbacFilter {
  private readonly rules: readonly CompiledRule[];
  private readonly enforced: readonly AuthorizationPolicy[];
  /** The policies of a dry run. */
  readonly dryRuns: readonly AuthorizationPolicy[];
  private readonly dryRun: readonly CompiledRule[];

  constructor(
    policies: readonly AuthorizationPolicy[],
    private readonly action: PolicyAction,
    options: PolicyFilterOptions = {},
  ) {
    const own = policies.filter((policy) => policy.action === action);
    this.enforced = own.filter((policy) => !policy.dryRun);
    this.rules = compiledRules(this.enforced, options);
    this.dryRuns = own.filter((policy) => policy.dryRun);
    this.dryRun = compiledRules(this.dryRuns, options);
  }

  /** Is there no policy that Envoy enforces? */
  get isEmpty(): boolean {
    return this.enforced.length === 0;
  }

  /** The policies that Envoy enforces. */
  get policies(): readonly AuthorizationPolicy[] {
    return this.enforced;
  }

  /** The first rule that matches; of those before it, any whose answer is not known. */
  decide(attributes: Attributes): RbacAnswer {
    if (this.isEmpty) return passes;
    const allows = this.action === 'ALLOW';
    let unknown: CompiledRule | undefined;
    for (const rule of this.rules) {
      const matches = rule.matches(attributes);
      if (matches === true) return allows ? passes : { allowed: false, by: reference(rule) };
      if (matches === undefined) unknown ??= rule;
    }
    if (unknown) return { allowed: undefined, by: reference(unknown) };
    return allows ? { allowed: false, by: { policy: this.enforced[0] as AuthorizationPolicy } } : passes;
  }

  /** Every rule that matches, or whose answer is not known: what a CUSTOM action asks its provider about. */
  matching(attributes: Attributes): readonly PolicyReference[] {
    return this.rules.filter((rule) => rule.matches(attributes) !== false).map(reference);
  }

  /** The first rule that certainly matches. */
  matched(attributes: Attributes): PolicyReference | undefined {
    const rule = this.rules.find(({ matches }) => matches(attributes) === true);
    return rule && reference(rule);
  }

  /** The rules whose answer is not known. */
  undetermined(attributes: Attributes): readonly PolicyReference[] {
    return this.rules.filter((rule) => rule.matches(attributes) === undefined).map(reference);
  }

  /** The first rule of a dry run that matches, or whose answer is not known. */
  dryRunning(attributes: Attributes): { readonly by: PolicyReference; readonly isKnown: boolean } | undefined {
    const matching = (wanted: boolean | undefined) => this.dryRun.find((rule) => rule.matches(attributes) === wanted);
    const known = matching(true);
    const rule = known ?? matching(undefined);
    return rule && { by: reference(rule), isKnown: known !== undefined };
  }

  /** The rules that match and only log: of a dry run, or of action AUDIT. */
  logged(attributes: Attributes): readonly PolicyReference[] {
    const rules = this.action === 'AUDIT' ? [...this.rules, ...this.dryRun] : this.dryRun;
    return rules.filter((rule) => rule.matches(attributes) === true).map(reference);
  }
}

function reference({ policy, index }: CompiledRule): PolicyReference {
  return { policy, rule: index };
}

function compiledRules(
  policies: readonly AuthorizationPolicy[],
  { tcp = false, ztunnel = false, trustDomains = ['cluster.local'] }: PolicyFilterOptions,
) {
  return policies.flatMap((policy): CompiledRule[] => {
    const context: ConditionContext = { tcp, ztunnel, trustDomains, policyNamespace: policy.namespace };
    return policy.rules.flatMap((rule, index) => {
      const matches = compileRule(rule, policy.action, context);
      return matches ? [{ policy, index, matches }] : [];
    });
  });
}
