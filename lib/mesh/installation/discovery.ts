import { namespaceOf } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { labelSelectorFits } from '../workloads/label-selector';
import type { MeshConfig } from './mesh-config';

/** Which namespaces istiod looks at at all. Source: Istio `MeshConfig.discoverySelectors`. */
export class Discovery {
  private readonly known = new Map<string, boolean>();

  constructor(
    private readonly config: MeshConfig,
    private readonly objects: Objects,
  ) {}

  /** Does istiod see the object? Namespaces themselves always are. */
  includes({ object }: Manifest): boolean {
    return object.kind === 'Namespace' || this.includesNamespace(namespaceOf(object));
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
