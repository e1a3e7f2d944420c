import { namespaceOf } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { byCreation } from '../order';
import { type AuthorizationPolicy, authorizationPolicyOf } from './authorization-policy';
import type { PolicySubject } from './policy-target';
import { type JwtRule, type RequestAuthentication, requestAuthenticationOf } from './request-authentication';

/** What a proxy enforces on requests that arrive: the policies of its namespace and of the root namespace that hold for it. */
export interface ProxyPolicies {
  /** Of the root namespace first, each namespace in order of creation. Source: Istio `ListAuthorizationPolicies`. */
  readonly authorization: readonly AuthorizationPolicy[];
  /** Sorted by issuer, the order in which Envoy tries them. Source: Istio `newPolicyApplier`. */
  readonly jwtRules: readonly JwtRule[];
}

/** The AuthorizationPolicies and RequestAuthentications of one mesh. */
export class PolicyIndex {
  private readonly authorizations: ReadonlyMap<string, readonly AuthorizationPolicy[]>;
  private readonly authentications: ReadonlyMap<string, readonly RequestAuthentication[]>;

  constructor(
    manifests: { readonly authorization: readonly Manifest[]; readonly authentication: readonly Manifest[] },
    private readonly rootNamespace: string,
  ) {
    this.authorizations = byNamespace(manifests.authorization, authorizationPolicyOf);
    this.authentications = byNamespace(manifests.authentication, requestAuthenticationOf);
  }

  /** Every AuthorizationPolicy, by namespace and creation. */
  get all(): readonly AuthorizationPolicy[] {
    return [...this.authorizations.values()].flat();
  }

  /** The policies that the proxy of a pod enforces. */
  of(subject: PolicySubject): ProxyPolicies {
    const { namespace } = subject;
    const authorization = this.found(this.authorizations, [this.rootNamespace, namespace], subject);
    const jwtRules = this.found(this.authentications, [namespace, this.rootNamespace], subject)
      .flatMap(({ rules }) => rules)
      .sort((one, other) => (one.issuer < other.issuer ? -1 : one.issuer > other.issuer ? 1 : 0));
    return { authorization, jwtRules };
  }

  private found<P extends AuthorizationPolicy | RequestAuthentication>(
    policies: ReadonlyMap<string, readonly P[]>,
    namespaces: readonly string[],
    subject: PolicySubject,
  ): P[] {
    const candidates = [...new Set(namespaces)].flatMap((namespace) => policies.get(namespace) ?? []);
    return candidates.filter(({ target }) => target.includes(subject));
  }
}

function byNamespace<P>(manifests: readonly Manifest[], decode: (manifest: Manifest) => P | undefined): Map<string, P[]> {
  const found = new Map<string, P[]>();
  for (const manifest of [...manifests].sort((one, other) => byCreation(one.object, other.object))) {
    const policy = decode(manifest);
    if (policy === undefined) continue;
    const namespace = namespaceOf(manifest.object);
    const bucket = found.get(namespace);
    if (bucket) bucket.push(policy);
    else found.set(namespace, [policy]);
  }
  return found;
}
