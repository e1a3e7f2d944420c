import { namespaceOf } from '../../istio/names';
import { groupOf } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';

/** An object of Istio's that no control plane of the manifests reads. */
export function undiscovered(manifest: Manifest, { discovery }: Facts): Reason[] {
  const { object } = manifest;
  if (!groupOf(object).endsWith('.istio.io')) return [];
  const metadata = new FieldReader(object).at('metadata');
  const namespace = namespaceOf(object);
  if (!discovery.seesNamespaceOf(manifest)) {
    return [
      reasonAt(metadata.at('namespace'), {
        cause: 'not discovered',
        message: `\`discoverySelectors\` of the mesh configuration leave the namespace \`${namespace}\` out`,
        why: 'istiod reads no object there, as if it were not applied',
        fix: `label the namespace as the selectors ask, or move the ${object.kind}`,
      }),
    ];
  }
  const revision = discovery.missingRevision(manifest);
  if (revision === undefined) return [];
  return [
    reasonAt(metadata.at('labels', 'istio.io/rev'), {
      cause: 'another revision',
      message: `only a control plane of the revision \`${revision}\` reads this ${object.kind}, and no namespace or pod uses one`,
      why: 'istiod of another revision leaves objects with that label aside',
      fix: 'remove the label: every revision then reads it',
    }),
  ];
}
