import { Construct } from 'constructs';
import {
  AuthorizationPolicySpecAction as Action,
  AuthorizationPolicy,
  type AuthorizationPolicySpec,
  type AuthorizationPolicySpecRulesTo,
} from '../../../imports/security.istio.io';
import { ConstructError } from '../../errors';
import { policyPaths } from '../call';
import { labels } from '../label';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { onlyKnown } from '../only-known';
import type { Path } from '../path';
import type { HttpMethod } from '../route-match';
import { within } from '../within';
import type { ExternalAuthorizer } from './external-authorizer';

export interface ExternalAuthorizationProps extends WithMetadata, WithSpec<AuthorizationPolicySpec> {
  /** Before whose pods it stands: a `Microservice`, an `IngressGateway`, or their labels. */
  readonly of: { readonly labels: Readonly<Record<string, string>> };
  /** Who decides; the mesh configuration must have it, as `MeshConfiguration` writes it. */
  readonly by: ExternalAuthorizer;
  /** Paths that are asked about. @default - all but `openPaths` */
  readonly paths?: readonly Path[];
  /** Paths about which the service is not asked. @default - none */
  readonly openPaths?: readonly Path[];
  /** The methods that are asked about. @default - all */
  readonly methods?: readonly HttpMethod[];
}

/** Requests that a service of yours decides about, before Istio's own policies. Source: Istio `AuthorizationPolicy`, action `CUSTOM`. */
export class ExternalAuthorization extends Construct {
  /** @param id also the name of the object. @throws ConstructError `CallPath`, `EmptyCondition`, `NameForm` */
  constructor(scope: Construct, id: string, props: ExternalAuthorizationProps) {
    super(scope, freeId(scope, id, 'ExternalAuthorization'));
    const { of, by, paths, openPaths, methods, metadata, spec } = onlyKnown('ExternalAuthorizationProps', props, this);
    within(this, () => {
      if (paths?.length === 0 || openPaths?.length === 0 || methods?.length === 0) {
        throw new ConstructError('EmptyCondition', 'a list of paths or methods is empty', { fix: 'leave it out, which means all' });
      }
      const operation = {
        methods: methods && [...methods],
        paths: paths?.flatMap(policyPaths),
        notPaths: openPaths?.flatMap(policyPaths),
      };
      const to: AuthorizationPolicySpecRulesTo[] | undefined = paths || openPaths || methods ? [{ operation }] : undefined;
      new AuthorizationPolicy(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of an authorization'),
        spec: lastWord<AuthorizationPolicySpec>(
          { selector: { matchLabels: labels(of.labels) }, action: Action.CUSTOM, provider: { name: by.name }, rules: [{ to }] },
          spec,
        ),
      });
    });
  }
}
