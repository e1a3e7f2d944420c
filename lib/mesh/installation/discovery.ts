import { namespaceOf } from '../../istio/names';
import { lazy } from '../../lazy';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { labelSelectorFits } from '../workloads/label-selector';
import type { MeshConfig } from './mesh-config';
import { Revisions } from './revisions';

/** Which objects istiod looks at at all. Source: Istio `MeshConfig.discoverySelectors` and `LabelsInRevision`. */
export class Discovery {
  private readonly known = new Map<string, boolean>();
  private readonly revisions = lazy(() => new Revisions(this.objects));

  constructor(
    private readonly config: MeshConfig,
    private readonly objects: Objects,
  ) {}

  /** Does istiod see the object? Namespaces themselves always are. */
  includes(manifest: Manifest): boolean {
    return this.seesNamespaceOf(manifest) && this.missingRevision(manifest) === undefined;
  }

  /** Do the `discoverySelectors` take the object's namespace? */
  seesNamespaceOf({ object }: Manifest): boolean {
    return object.kind === 'Namespace' || this.includesNamespace(namespaceOf(object));
  }

  /** The revision that alone would read the object, where no control plane of it is among the manifests. */
  missingRevision(manifest: Manifest): string | undefined {
    return manifest.object.metadata?.labels?.['istio.io/rev'] === undefined ? undefined : this.revisions().missingFor(manifest);
  }

  /** The revisions of the control planes among the manifests. */
  get controlPlanes(): ReadonlySet<string> {
    return this.revisions().ofControlPlanes;
  }

  /** What could change an answer and is not evaluated. */
  get notEvaluated(): readonly string[] {
    return this.revisions().notEvaluated(this.objects.manifests);
  }

  private includesNamespace(namespace: string): boolean {
    const selectors = this.config.fields.at('discoverySelectors').items;
    if (selectors.length === 0) return true;
    let included = this.known.get(namespace);
    if (included === undefined) {
      const declared = this.objects.find('', 'Namespace', { name: namespace })?.object.metadata.labels ?? {};
      const labels = { 'kubernetes.io/metadata.name': namespace, ...declared };
      included = selectors.some((selector) => labelSelectorFits(selector, labels));
      this.known.set(namespace, included);
    }
    return included;
  }
}
