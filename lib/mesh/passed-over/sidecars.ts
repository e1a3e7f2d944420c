import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { isRedirected } from '../workloads/injection';
import { formatSelector } from '../workloads/pods';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';
import { selectionOf } from './selection';

/** A Sidecar or Telemetry whose selector fits no pod. */
export function labelsOfNoPod(manifest: Manifest, facts: Facts): Reason[] {
  const { namespace, selector, pods } = selectionOf(manifest, facts);
  if (!selector || pods.length > 0) return [];
  const { kind } = manifest.object;
  const labels = kind === 'Sidecar' ? ['workloadSelector', 'labels'] : ['selector', 'matchLabels'];
  return [
    reasonAt(new FieldReader(manifest.object).at('spec', ...labels), {
      cause: 'no such pod',
      message: `no pod of the namespace \`${namespace}\` carries \`${formatSelector(selector)}\``,
      why: `this ${kind} applies to no pod`,
      fix: 'select labels of the pod template; pods of other namespaces do not count',
    }),
  ];
}

/** A Sidecar for pods of the ambient mesh, which have none. */
export function sidecarInAmbient(manifest: Manifest, facts: Facts): Reason[] {
  const { namespace, selector, pods } = selectionOf(manifest, facts);
  if (!(selector ? pods.some(isRedirected) : facts.injection.isAmbient(namespace))) return [];
  return [
    reasonAt(new FieldReader(manifest.object).at('metadata', 'name'), {
      cause: 'ambient',
      message: 'the pods that this Sidecar is for are in the ambient mesh',
      why: 'they have no sidecar proxy that it could configure',
      fix: 'remove it, or take the pods out of the ambient mesh',
    }),
  ];
}

/** A Sidecar in whose place an older one holds. */
export function rivalSidecar(manifest: Manifest, facts: Facts): Reason[] {
  const { namespace, selector, field } = selectionOf(manifest, facts);
  const { name } = manifest.object.metadata;
  if (selector) {
    const found = facts.competingSidecars.rivalFor(namespace, name, selector);
    if (!found || isRedirected(found.pod)) return [];
    return [
      reasonAt(field, {
        cause: 'older object',
        message: `the Sidecar \`${found.rival}\` also selects the pods of ${found.pod.kind} \`${found.pod.name}\``,
        why: 'a pod has one Sidecar; the oldest counts, the others are passed over',
        fix: 'make the selectors exclude each other, or merge the two',
      }),
    ];
  }
  const others = facts.injection.isAmbient(namespace) ? [] : facts.competingSidecars.othersWithoutSelector(namespace, name);
  if (others.length === 0) return [];
  return [
    reasonAt(field, {
      cause: 'older default',
      message: `the namespace \`${namespace}\` has more Sidecars without a selector: ${others.map((other) => `\`${other}\``).join(', ')}`,
      why: 'a namespace has one default; the oldest counts, the others are passed over',
      fix: 'merge them, or give all but one a `workloadSelector`',
    }),
  ];
}
