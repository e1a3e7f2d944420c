import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { stringify } from 'yaml';
import { ConstructError } from '../../errors';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import type { ExternalAuthorizer } from './external-authorizer';

/** The fields of Istio's mesh configuration that this app declares. */
export interface MeshConfigurationProps {
  /** Who may decide about requests. @default - none */
  readonly authorizers?: readonly ExternalAuthorizer[];
  /** Any other field of `MeshConfig`, for example `{ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }`. @default - Istio's */
  readonly meshConfig?: Readonly<Record<string, unknown>>;
  /** Revision of the istiod that reads it. @default - the default revision */
  readonly revision?: string;
  /** Istio's root namespace. @default 'istio-system' */
  readonly namespace?: string;
}

/**
 * What istiod reads of the mesh as a whole: the ConfigMap `istio`, or `istio-<revision>`.
 *
 * The installation makes one of the same name, which this replaces as a whole. Where Helm owns it, give `values` to Helm instead.
 * Source: Istio `MeshConfig`.
 */
export class MeshConfiguration extends Construct {
  /** The same for Helm: `helm upgrade istiod istio/istiod --values`. */
  readonly values: { readonly meshConfig: Readonly<Record<string, unknown>> };

  /** @throws ConstructError `AuthorizerTwice`, `EmptyMeshConfiguration`, `NameForm` */
  constructor(scope: Construct, id: string, props: MeshConfigurationProps) {
    super(scope, ownId(scope, id, 'MeshConfiguration'));
    onlyKnown('MeshConfigurationProps', props, this);
    const { authorizers = [], meshConfig = {}, revision, namespace = 'istio-system' } = props;
    within(this, () => check(authorizers, meshConfig));
    const given = (meshConfig.extensionProviders ?? []) as readonly unknown[];
    const providers = [...given, ...authorizers.map(({ provider }) => provider)];
    const all = providers.length > 0 ? { ...meshConfig, extensionProviders: providers } : meshConfig;
    this.values = { meshConfig: all };
    const name = within(this, () => (revision === undefined ? 'istio' : `istio-${dnsLabel(revision, 'the name of a revision')}`));
    new ApiObject(this, 'Default', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels: { 'istio.io/rev': revision ?? 'default' } },
      data: { mesh: stringify(JSON.parse(JSON.stringify(all))) },
    });
  }
}

function check(authorizers: readonly ExternalAuthorizer[], meshConfig: Readonly<Record<string, unknown>>): void {
  const names = authorizers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ConstructError('AuthorizerTwice', `two authorizers are named \`${twice}\``, {
      why: 'policies name an authorizer, and istiod rejects a mesh configuration with two of one name',
      fix: `${twice}-2`,
    });
  }
  if (authorizers.length > 0 || Object.keys(meshConfig).length > 0) return;
  throw new ConstructError('EmptyMeshConfiguration', 'a mesh configuration sets nothing', { fix: 'authorizers: [authorizer]' });
}
