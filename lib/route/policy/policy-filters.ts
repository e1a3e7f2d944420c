import type { AuthorizationPolicy } from '../../mesh/security/authorization-policy';
import type { ProxyPolicies } from '../../mesh/security/policies';
import type { JwtRule } from '../../mesh/security/request-authentication';
import { type Attributes, type Claims, onConnection, type RequestAttributes } from './attributes';
import { type PolicyReference, RbacFilter, referenceText } from './authorization';
import { CustomFilters, type CustomOptions } from './custom-filters';
import { JwtAuthentication, type TokenChanges } from './jwt-authentication';
import { jwtStatus } from './jwt-status';

/** What the policies of one proxy do with a request or connection. */
export interface Verdict {
  readonly outcome: 'allowed' | 'denied' | 'undecided';
  /** The status Envoy answers; absent when it goes on, and for a connection, which is closed. */
  readonly status?: number;
  /** The body Envoy answers. */
  readonly body?: string;
  /** Who decided: a policy with its rule, or the ALLOW policies as a whole, of which none holds. */
  readonly by?: PolicyReference;
  /** The JWT rule that refused the token. */
  readonly jwtRule?: JwtRule;
  /** In one line, why it is denied, or why that is not known. */
  readonly reason?: string;
  /** What could change the answer and is not known. */
  readonly undecided: readonly string[];
  /** What was taken for granted, such as the signature of a token whose key is elsewhere. */
  readonly assumed: readonly string[];
  /** Dry-run and AUDIT rules that match: they are logged and change nothing. */
  readonly logged: readonly PolicyReference[];
  /** Payload of the validated token. */
  readonly claims?: Claims;
  /** What the JWT filter changes in the request. */
  readonly changes?: TokenChanges;
}

/** What is known beside the outcome. */
type Evidence = Pick<Verdict, 'undecided' | 'assumed' | 'logged' | 'claims' | 'changes'>;

const nothingKnown: Evidence = { undecided: [], assumed: [], logged: [] };

export interface FilterOptions extends CustomOptions {
  /** Seconds since 1970. @default - the time of the question */
  readonly now?: number;
}

/** The body of Envoy's 403. */
export const accessDenied = 'RBAC: access denied';

/** The verdict of most requests: nothing stops them, and nothing is to be said. */
export const allowed: Verdict = { outcome: 'allowed', undecided: [], assumed: [], logged: [] };

/**
 * The filters that policies make at one proxy, in the order Istio puts them: CUSTOM, JWT authentication, AUDIT, DENY,
 * ALLOW. Source: Istio `ListenerBuilder.buildHTTPConnectionManager` and `buildCompleteNetworkFilters`.
 */
export class PolicyFilters {
  private readonly custom: CustomFilters;
  private readonly authentication: JwtAuthentication;
  private readonly audit: RbacFilter;
  private readonly deny: RbacFilter;
  private readonly allow: RbacFilter;
  /** Are there policies that only log? */
  private readonly logs: boolean;
  /** Are there ALLOW and DENY policies alone? */
  private readonly isPlain: boolean;
  /** Nothing to enforce and nothing to log: every request goes on as it is. */
  readonly isEmpty: boolean;

  constructor(
    { authorization, jwtRules }: ProxyPolicies,
    private readonly options: FilterOptions = {},
  ) {
    const filter = (action: AuthorizationPolicy['action']) => new RbacFilter(authorization, action, options);
    this.custom = new CustomFilters(authorization, options);
    this.authentication = new JwtAuthentication(options.tcp ? [] : jwtRules);
    this.audit = filter('AUDIT');
    this.deny = filter('DENY');
    this.allow = filter('ALLOW');
    this.logs = authorization.some(({ dryRun, action }) => dryRun || action === 'AUDIT');
    this.isPlain = this.custom.isEmpty && this.authentication.isEmpty && !this.logs;
    this.isEmpty = authorization.length === 0 && this.authentication.isEmpty;
  }

  /** Is a validated token's payload ever put where routes can read it? */
  get setsClaims(): boolean {
    return !this.authentication.isEmpty;
  }

  decide(attributes: RequestAttributes): Verdict {
    if (this.isEmpty) return allowed;
    if (this.isPlain) return this.authorize(attributes, nothingKnown);
    const { denial, undecided } = this.custom.decide(attributes);
    if (denial) return { ...allowed, outcome: 'denied', ...this.refusal(), ...denial, undecided };
    const { now = Math.floor(Date.now() / 1000) } = this.options;
    const token = attributes.http ? this.authentication.authenticate(attributes.http, { now, token: attributes.token }) : {};
    const assumed = token.assumed ? [token.assumed] : [];
    if (token.status) {
      const status = token.status === jwtStatus.audienceNotAllowed ? 403 : 401;
      const reason = `${token.status}${token.rule ? ` (RequestAuthentication ${token.rule.policy})` : ''}`;
      return { outcome: 'denied', status, body: token.status, jwtRule: token.rule, reason, undecided, assumed, logged: [] };
    }
    const seen = token.claims ? onConnection(attributes, { http: attributes.http, claims: token.claims }) : attributes;
    const { claims, changes } = token;
    const logged = this.logs ? [this.deny, this.allow, this.audit].flatMap((filter) => filter.logged(seen)) : [];
    return this.authorize(seen, { undecided, assumed, logged, claims, changes });
  }

  /**
   * What DENY and ALLOW policies answer to requests of which only a part is known: allowed or denied where every such
   * request is, else undecided, with the rule that asks for more. What authorizers answer, and tokens, are left aside.
   */
  decideAny(attributes: Attributes): Verdict {
    const { denial } = this.custom.decide(attributes);
    if (denial) return { ...allowed, outcome: 'denied', ...this.refusal(), ...denial };
    const verdict = this.authorize(attributes, nothingKnown);
    const mayBeDenied = verdict.outcome === 'allowed' && this.custom.openDenials(attributes).length > 0;
    return mayBeDenied ? { ...verdict, outcome: 'undecided' } : verdict;
  }

  /** The rules whose answer depends on what is not known of the requests, or on an external authorizer. */
  open(attributes: Attributes): Readonly<Record<'custom' | 'deny' | 'allow', readonly PolicyReference[]>> {
    return {
      custom: this.custom.open(attributes),
      deny: [...this.custom.openDenials(attributes), ...this.deny.undetermined(attributes)],
      allow: this.allow.undetermined(attributes),
    };
  }

  /** The ALLOW rule that matches every such request. */
  allowing(attributes: Attributes): PolicyReference | undefined {
    return this.allow.matched(attributes);
  }

  private authorize(attributes: Attributes, more: Evidence): Verdict {
    const denies = this.deny.decide(attributes);
    if (denies.allowed === false && denies.by) return this.denied(denies.by, more);
    const allows = this.allow.decide(attributes);
    if (allows.allowed === false && allows.by) return this.denied(allows.by, more);
    if (denies.allowed && allows.allowed && more.undecided.length === 0) return this.passed(more);
    const unknown = [denies, allows].flatMap(({ allowed: known, by }) => (known === undefined && by ? by : []));
    const undecided = [...more.undecided, ...unknown.map((reference) => `${referenceText(reference)}: ${unknownText(reference)}`)];
    return { ...more, outcome: 'undecided', by: unknown[0], reason: undecided[0], undecided };
  }

  /** Most requests go on as they are: for them nothing is made. */
  private passed(more: Evidence): Verdict {
    const isPlain = !more.changes && more.logged.length + more.assumed.length === 0;
    return isPlain ? allowed : { ...more, outcome: 'allowed' };
  }

  private denied(by: PolicyReference, more: Evidence): Verdict {
    const reason = by.rule === undefined ? this.nothingAllows() : `${referenceText(by)} denies it`;
    return { ...more, outcome: 'denied', ...this.refusal(), by, reason };
  }

  private refusal(): Pick<Verdict, 'status' | 'body'> {
    return this.options.tcp ? {} : { status: 403, body: accessDenied };
  }

  private nothingAllows(): string {
    const names = this.allow.policies.map(({ name }) => name);
    return `no rule of AuthorizationPolicy ${names.join(', ')} allows it`;
  }
}

function unknownText({ policy }: PolicyReference): string {
  return `whether ${policy.action === 'DENY' ? 'it denies' : 'it allows'} the request depends on what is not known (addresses, or values that proxies write)`;
}
