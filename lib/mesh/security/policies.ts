import { namespaceOf } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { byCreation } from '../order';
import type { Service } from '../services/service';
import { type AuthorizationPolicy, authorizationPolicyOf } from './authorization-policy';
import type { PolicySubject } from './policy-target';
import { type FetchedKeys, type JwtRule, type RequestAuthentication, requestAuthenticationOf } from './request-authentication';

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
    fetched?: FetchedKeys,
  ) {
    this.authorizations = byNamespace(manifests.authorization, authorizationPolicyOf);
    this.authentications = byNamespace(manifests.authentication, (manifest) => requestAuthenticationOf(manifest, fetched));
  }

  /** Every AuthorizationPolicy, by namespace and creation. */
  get all(): readonly AuthorizationPolicy[] {
    return [...this.authorizations.values()].flat();
  }

  /** Every RequestAuthentication, by namespace and creation. */
  get allAuthentications(): readonly RequestAuthentication[] {
    return [...this.authentications.values()].flat();
  }

  /** The policies that the proxy of a pod enforces. */
  of(subject: PolicySubject): ProxyPolicies {
    const { namespace } = subject;
    const authorization = this.found(this.authorizations, [this.rootNamespace, namespace], subject);
    return { authorization, jwtRules: byIssuer(this.found(this.authentications, [namespace, this.rootNamespace], subject)) };
  }

  /** The policies that a waypoint enforces on requests to a Service. */
  at(waypoint: PolicySubject, service: Service): ProxyPolicies {
    const namespaces = [this.rootNamespace, waypoint.namespace, service.namespace];
    const holds = ({ target }: AuthorizationPolicy | RequestAuthentication) => target.includesAt(waypoint, service, this.rootNamespace);
    const of = <P>(policies: ReadonlyMap<string, readonly P[]>) => [...new Set(namespaces)].flatMap((each) => policies.get(each) ?? []);
    return { authorization: of(this.authorizations).filter(holds), jwtRules: byIssuer(of(this.authentications).filter(holds)) };
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

function byIssuer(authentications: readonly RequestAuthentication[]): readonly JwtRule[] {
  return authentications
    .flatMap(({ rules }) => rules)
    .sort((one, other) => (one.issuer < other.issuer ? -1 : one.issuer > other.issuer ? 1 : 0));
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
