import type { AuthorizationPolicy } from '../../mesh/security/authorization-policy';
import type { Authorizer, Authorizers } from '../../mesh/security/authorizers';
import type { Attributes } from './attributes';
import { type PolicyFilterOptions, type PolicyReference, RbacFilter, referenceText } from './authorization';

export interface CustomOptions extends PolicyFilterOptions {
  /** What every external authorizer answers, as far as it is asked. @default - not known */
  readonly custom?: 'allow' | 'deny';
  /** The external authorizers of the mesh configuration. @default - not known: any provider may be one */
  readonly authorizers?: Pick<Authorizers, 'of' | 'allowsSeveral'>;
}

/** What the policies of action CUSTOM do with a request or connection. */
export interface CustomAnswer {
  /** The rule that denies it, and why. */
  readonly denial?: { readonly by: PolicyReference; readonly reason: string };
  /** What could end it and is not known. */
  readonly undecided: readonly string[];
}

/** The two filters of one provider: which rules match, and its authorizer. */
interface ProviderFilters {
  readonly rules: RbacFilter;
  readonly authorizer: Authorizer;
}

const passes: CustomAnswer = { undecided: [] };
const oneProvider: Authorizer = { kind: 'unusable', why: 'istiod supports one provider per proxy' };
const notKnown: Authorizer = { kind: 'unknown', why: 'the mesh configuration is not known' };

/**
 * The filters of CUSTOM policies: a pair for each provider, by name. Rules whose provider istiod cannot use deny what they
 * match; at TCP ports those of HTTP providers are left out. Source: Istio `Builder.buildHTTP` and `buildTCP`.
 */
export class CustomFilters {
  private readonly providers: readonly ProviderFilters[];

  constructor(
    policies: readonly AuthorizationPolicy[],
    private readonly options: CustomOptions = {},
  ) {
    const { authorizers, tcp } = options;
    const own = policies.filter(({ action }) => action === 'CUSTOM');
    const names = [...new Set(own.map(({ provider }) => provider))].sort();
    const areTooMany = names.length > 1 && !authorizers?.allowsSeveral;
    this.providers = names
      .map((name) => ({
        rules: new RbacFilter(
          own.filter(({ provider }) => provider === name),
          'CUSTOM',
          options,
        ),
        authorizer: areTooMany ? oneProvider : (authorizers?.of(name) ?? notKnown),
      }))
      .filter(({ authorizer }) => !(tcp && authorizer.kind === 'http'));
  }

  get isEmpty(): boolean {
    return this.providers.length === 0;
  }

  decide(attributes: Attributes): CustomAnswer {
    if (this.isEmpty) return passes;
    const undecided: string[] = [];
    for (const provider of this.providers) {
      const answer = provider.authorizer.kind === 'unusable' ? refused(provider, attributes) : this.asked(provider, attributes);
      undecided.push(...answer.undecided);
      if (answer.denial) return { ...answer, undecided };
    }
    return { undecided };
  }

  /** The rules about which an authorizer is asked, as far as they may match. */
  open(attributes: Attributes): readonly PolicyReference[] {
    return this.providers.flatMap(({ rules, authorizer }) => (authorizer.kind === 'unusable' ? [] : rules.matching(attributes)));
  }

  /** The rules that deny, as nobody can be asked, and may match. */
  openDenials(attributes: Attributes): readonly PolicyReference[] {
    return this.providers.flatMap(({ rules, authorizer }) => (authorizer.kind === 'unusable' ? rules.undetermined(attributes) : []));
  }

  private asked({ rules, authorizer }: ProviderFilters, attributes: Attributes): CustomAnswer {
    const { custom, tcp } = this.options;
    const mayBeLeftOut = tcp && authorizer.kind === 'unknown';
    const dryRun = enforcedDryRun(rules, attributes);
    const undecided = [...dryRun.undecided];
    if (dryRun.denial && mayBeLeftOut) undecided.push(`${dryRun.denial.reason}, unless its provider is asked over HTTP`);
    else if (dryRun.denial) return dryRun;
    for (const by of rules.matching(attributes)) {
      const asks = asksText(by);
      const reason = `${asks}, which denies it`;
      if (custom === 'deny' && mayBeLeftOut) undecided.push(`${asks}, unless that is asked over HTTP`);
      else if (custom === 'deny') return { denial: { by, reason }, undecided };
      else if (custom === undefined)
        undecided.push(authorizer.kind === 'unknown' && authorizer !== notKnown ? `${asks}: ${authorizer.why}` : asks);
    }
    return { undecided };
  }
}

/** istiod writes rules whose provider it cannot use as rules that deny. Source: Istio `getBadCustomDenyRules`. */
function refused({ rules, authorizer }: ProviderFilters, attributes: Attributes): CustomAnswer {
  const why = authorizer.kind === 'unusable' ? authorizer.why : '';
  const by = rules.matched(attributes);
  if (by) return { denial: { by, reason: `${asksText(by)}, and ${why}` }, undecided: [] };
  return {
    undecided: rules.undetermined(attributes).map((each) => `${referenceText(each)}: whether it matches depends on what is not known`),
  };
}

/**
 * The rules of a CUSTOM dry run are not only logged: istiod writes them into the filter as rules that deny, in front of the
 * external authorizer. Source: Istio `Builder.buildHTTP`.
 */
function enforcedDryRun(rules: RbacFilter, attributes: Attributes): CustomAnswer {
  const found = rules.dryRunning(attributes);
  if (!found) return passes;
  const { by, isKnown } = found;
  if (!isKnown) return { undecided: [`${referenceText(by)}: whether it matches depends on what is not known`] };
  return {
    denial: { by, reason: `${referenceText(by)} denies it: istiod has proxies enforce the dry run of a CUSTOM policy` },
    undecided: [],
  };
}

function asksText(by: PolicyReference): string {
  return `${referenceText(by)} asks the external authorizer \`${by.policy.provider}\``;
}
