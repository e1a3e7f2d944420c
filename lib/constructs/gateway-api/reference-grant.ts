import { Construct } from 'constructs';
import { ReferenceGrant as L1ReferenceGrant, type ReferenceGrantSpec } from '../../../imports/gateway.networking.k8s.io';
import { ConstructError } from '../../errors';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';

/** Objects of one kind in one namespace. */
export interface GrantedReferrer {
  /** The kind of the objects that name. */
  readonly kind: 'Gateway' | 'ListenerSet' | 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute';
  /** Their namespace. */
  readonly namespace: string;
}

/** What they may refer to. */
export interface GrantedReferent {
  /** The kind of the objects that are named. */
  readonly kind: 'Service' | 'Secret' | 'ConfigMap';
  /** The name of one object. @default - every one of the namespace */
  readonly name?: string;
}

export interface ReferenceGrantProps extends WithMetadata, WithSpec<ReferenceGrantSpec> {
  /** Who may refer to objects of the chart's namespace. At least one. */
  readonly from: readonly GrantedReferrer[];
  /** At least one. */
  readonly to: readonly GrantedReferent[];
}

/**
 * Lets routes and gateways of other namespaces refer to Services and Secrets of this one; without it Istio answers 500 for such a
 * backend. Source: Gateway API `ReferenceGrant`.
 */
export class ReferenceGrant extends Construct {
  /** Name of the object. */
  readonly objectName: string;

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `EmptyGrant`, `NameForm`
   */
  constructor(scope: Construct, id: string, props: ReferenceGrantProps) {
    super(scope, freeId(scope, id, 'ReferenceGrant'));
    const { from, to, spec } = onlyKnown('ReferenceGrantProps', props, this);
    const metadata = within(this, () => metadataOf(id, props.metadata, 'the name of a ReferenceGrant'));
    this.objectName = metadata.name;
    const own = within(this, () => {
      if (from.length === 0 || to.length === 0)
        throw new ConstructError('EmptyGrant', `the list \`${from.length === 0 ? 'from' : 'to'}\` of a grant is empty`, {
          why: 'the API server rejects it',
          fix: "from: [{ kind: 'HTTPRoute', namespace: 'shop' }], to: [{ kind: 'Service' }]",
        });
      return {
        from: from.map(({ kind, namespace }) => ({
          group: 'gateway.networking.k8s.io',
          kind,
          namespace: dnsLabel(namespace, 'the name of a namespace'),
        })),
        to: to.map(({ kind, name }) => ({ group: '', kind, name })),
      };
    });
    new L1ReferenceGrant(this, 'Default', { metadata, spec: within(this, () => lastWord<ReferenceGrantSpec>(own, spec)) });
  }
}
