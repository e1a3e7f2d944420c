import { namespaceOf } from '../../istio/names';
import type { Objects } from '../objects';
import { gatewayApi, stored } from './objects';

/** Why a reference to another namespace is not permitted, and the grant that would permit it. */
export function missingGrant(from: Referrer, to: Referent): { readonly message: string; readonly fix: string } {
  const origin = `{ group: ${gatewayApi}, kind: ${from.kind}, namespace: ${from.namespace} }`;
  return {
    message: `${to.kind} \`${to.namespace}/${to.name}\` is of another namespace, and no ReferenceGrant there lets ${from.kind}s of \`${from.namespace}\` use it`,
    fix: `a ReferenceGrant in namespace \`${to.namespace}\` with from: [${origin}], to: [{ group: '${to.group}', kind: ${to.kind} }]`,
  };
}

/** Something that another namespace is referred to from. */
export interface Referrer {
  readonly kind: string;
  readonly namespace: string;
}

/** What is referred to. */
export interface Referent {
  /** `` for Kubernetes' core. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

interface Grant {
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name: string }[];
  readonly namespace: string;
}

/** Which references from one namespace to another are allowed. Source: Istio `kube/gatewaycommon/references.go`. */
export class ReferenceGrants {
  private readonly grants: readonly Grant[];

  constructor(objects: Objects) {
    this.grants = objects.ofKind(gatewayApi, 'ReferenceGrant').map((manifest) => {
      const spec = stored(manifest).at('spec');
      return {
        namespace: namespaceOf(manifest.object),
        from: spec.at('from').items.map((entry) => ({
          group: entry.at('group').text,
          kind: entry.at('kind').text,
          namespace: entry.at('namespace').text,
        })),
        to: spec
          .at('to')
          .items.map((entry) => ({ group: entry.at('group').text, kind: entry.at('kind').text, name: entry.at('name').text })),
      };
    });
  }

  allow(from: Referrer, to: Referent): boolean {
    if (from.namespace === to.namespace) return true;
    return this.grants.some(
      (grant) =>
        grant.namespace === to.namespace &&
        grant.from.some(({ group, kind, namespace }) => group === gatewayApi && kind === from.kind && namespace === from.namespace) &&
        grant.to.some(({ group, kind, name }) => group === to.group && kind === to.kind && (name === '' || name === to.name)),
    );
  }
}
