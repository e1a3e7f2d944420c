import { groupOf } from '../../istio/objects';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { makesPods, podTemplateOf } from '../workloads/pod-makers';
import { istiodsOf } from './control-plane';
import { installerValues } from './declared-config';
import { revisionOf } from './injector-config';

const revisionLabel = 'istio.io/rev';
const tagLabel = 'istio.io/tag';

/**
 * Which control planes the manifests speak of: an object with the label `istio.io/rev` is read by the istiod of that
 * revision alone. Source: Istio `LabelsInRevision`.
 */
export class Revisions {
  /** Empty where the manifests do not say. */
  readonly known: ReadonlySet<string>;
  /** Those of istiods, webhooks and installers among the manifests. */
  readonly ofControlPlanes: ReadonlySet<string>;

  constructor(private readonly objects: Objects) {
    this.ofControlPlanes = new Set(this.controlPlanes());
    this.known = new Set([...this.ofNamespaces(), ...this.ofPods(), ...this.ofControlPlanes]);
  }

  /** The revision of a control plane that is not there, which alone would read the object. */
  missingFor({ object }: Manifest): string | undefined {
    const revision = isIstio(object) ? object.metadata.labels?.[revisionLabel] : undefined;
    if (!revision || revision === 'default' || this.known.size === 0 || this.known.has(revision)) return undefined;
    return revision;
  }

  /** Objects that only some of several control planes read: which proxies that are is not evaluated. */
  notEvaluated(manifests: readonly Manifest[]): readonly string[] {
    if (this.known.size < 2) return [];
    const split = manifests.filter(({ object }) => isIstio(object) && object.metadata.labels?.[revisionLabel] !== undefined);
    const [first, ...more] = split;
    if (!first) return [];
    const { kind, metadata } = first.object;
    const rest = more.length > 0 ? ` and ${more.length} more objects` : '';
    return [
      `${kind} ${metadata.namespace ?? 'default'}/${metadata.name}${rest}: the label \`${revisionLabel}\` keeps them to the proxies of one revision`,
    ];
  }

  private ofNamespaces(): string[] {
    return this.objects.ofKind('', 'Namespace').flatMap(({ object }) => {
      const { [revisionLabel]: revision, 'istio-injection': injection } = object.metadata.labels ?? {};
      return injection === 'enabled' ? ['default'] : revision ? [revision] : [];
    });
  }

  private ofPods(): string[] {
    const makers = this.objects.ofKindsWith(makesPods);
    return makers.flatMap(({ object }) => podTemplateOf(object).at('metadata', 'labels', revisionLabel).text || []);
  }

  private controlPlanes(): string[] {
    const parts = [...istiodsOf(this.objects), ...this.objects.ofKind('admissionregistration.k8s.io', 'MutatingWebhookConfiguration')];
    const labelled = parts.flatMap(({ object }) =>
      [object.metadata.labels?.[revisionLabel] ?? [], object.metadata.labels?.[tagLabel] ?? []].flat(),
    );
    return [...labelled, ...installerValues(this.objects).flatMap(({ manifest, values }) => revisionOf(manifest, values) || [])];
  }
}

function isIstio(object: Manifest['object']): boolean {
  return groupOf(object).endsWith('.istio.io');
}
