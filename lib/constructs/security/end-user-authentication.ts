import { Construct } from 'constructs';
import {
  AuthorizationPolicySpecAction as Action,
  AuthorizationPolicy,
  type AuthorizationPolicySpecRules,
  RequestAuthentication,
  type RequestAuthenticationSpec,
} from '../../../imports/security.istio.io';
import { ConstructError } from '../../errors';
import { policyPaths } from '../call';
import { lastWord, type WithSpec } from '../last-word';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import type { Path } from '../path';
import { within } from '../within';
import type { Jwks } from './jwks';

/** What end users come to. */
export interface Guarded {
  /** The namespace of the pods. @default - that of the chart */
  readonly namespace?: string;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Ports of its pods that speak HTTP: what is asked on others has no token, and is let through. */
  readonly httpPorts: readonly number[];
}

export interface EndUserAuthenticationProps extends WithSpec<RequestAuthenticationSpec> {
  /** Before what tokens are asked for: a `Microservice`, or an `IngressGateway` for all behind it. */
  readonly of: Guarded;
  /** The `iss` of the tokens. */
  readonly issuer: string;
  /**
   * The keys that tokens are signed with.
   *
   * @default - istiod finds them by the issuer's discovery document, `<issuer>/.well-known/openid-configuration`
   */
  readonly jwks?: Jwks;
  /** A token is taken when its `aud` names one of these. @default - any audience */
  readonly audiences?: readonly string[];
  /** Values of which each of these claims must have one; `realm_access.roles` is a claim within a claim. @default - none is asked for */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
  /** What anyone may ask for without a token. @default - nothing */
  readonly openPaths?: readonly Path[];
  /** Whether the program sees the token, too. @default false */
  readonly forward?: boolean;
}

/**
 * Asks callers for a token of an end user: an expired, unsigned or foreign one is answered 401, none, one for another
 * audience or with the wrong claims 403.
 *
 * A policy that denies, so that it holds whatever else admits the caller. Source: Istio `RequestAuthentication`, `AuthorizationPolicy`.
 */
export class EndUserAuthentication extends Construct {
  /**
   * @param id also the name of both objects
   * @throws ConstructError `NameForm`, `NoIssuer`, `IssuerForm`, `NoAudience`, `ClaimForm`, `NoClaimValue`, `CallPath`, `NotHttp`
   */
  constructor(scope: Construct, id: string, props: EndUserAuthenticationProps) {
    super(scope, ownId(scope, id, 'EndUserAuthentication'));
    onlyKnown('EndUserAuthenticationProps', props, this);
    within(this, () => {
      check(props);
      const { of, issuer, jwks, audiences, forward } = props;
      const metadata = { name: dnsLabel(id, 'the name of an end-user authentication'), namespace: of.namespace };
      const selector = { matchLabels: { ...of.labels } };
      new RequestAuthentication(this, 'Default', {
        metadata,
        spec: lastWord<RequestAuthenticationSpec>(
          {
            selector,
            jwtRules: [{ issuer, ...jwks?.spec, audiences: audiences && [...audiences], forwardOriginalToken: forward }],
          },
          props.spec,
        ),
      });
      new AuthorizationPolicy(this, 'AuthorizationPolicy', {
        metadata,
        spec: { selector, action: Action.DENY, rules: denied(props) },
      });
    });
  }
}

function check({ of, issuer, jwks, audiences, claims = {} }: EndUserAuthenticationProps): void {
  if (of.httpPorts.length === 0) throw new ConstructError('NotHttp', 'tokens come with HTTP requests, and this speaks none');
  if (issuer === '') {
    throw new ConstructError('NoIssuer', 'a token rule has no issuer', {
      why: 'a token of any issuer whose key is known would be taken',
      fix: "issuer: 'https://accounts.example.com'",
    });
  }
  if (jwks === undefined && !/^https?:\/\//.test(issuer)) {
    throw new ConstructError('IssuerForm', `the keys of issuer \`${issuer}\` are nowhere`, {
      why: 'only an issuer that is an address has a discovery document',
      fix: "jwks: Jwks.at('https://accounts.example.com/jwks.json')",
    });
  }
  if (audiences?.length === 0) throw new ConstructError('NoAudience', 'the list of audiences is empty', { fix: 'leave `audiences` out' });
  for (const [claim, values] of Object.entries(claims)) {
    if (!/^[^\s.[\]]+(\.[^\s.[\]]+)*$/.test(claim)) throw new ConstructError('ClaimForm', `not the name of a claim: \`${claim}\``);
    if (values.length === 0)
      throw new ConstructError('NoClaimValue', `no value of claim \`${claim}\` would do`, { fix: `${claim}: ['…']` });
  }
}

/** Any rule that fits denies: no token of this issuer, or a claim that has none of its values. A missing claim has none. */
function denied({ of, issuer, claims = {}, openPaths }: EndUserAuthenticationProps): AuthorizationPolicySpecRules[] {
  const to = [{ operation: { ports: of.httpPorts.map(String), notPaths: openPaths?.flatMap(policyPaths) } }];
  const conditions = Object.entries(claims).map(([claim, values]) => ({
    key: `request.auth.claims${claim
      .split('.')
      .map((step) => `[${step}]`)
      .join('')}`,
    notValues: [...values],
  }));
  return [
    { from: [{ source: { notRequestPrincipals: [`${issuer}/*`] } }], to },
    ...conditions.map((condition) => ({ to, when: [condition] })),
  ];
}
