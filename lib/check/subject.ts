import { namespaceOf, qualifiedName } from '../istio/names';
import { groupOf, type KubernetesObject } from '../istio/objects';
import { FieldReader } from '../manifest/field';
import type { Manifest } from '../manifest/manifest';

/** The object in hand: the only one a rule may complain about. */
export class Subject {
  readonly object: KubernetesObject;
  readonly root: FieldReader;
  readonly spec: FieldReader;
  readonly namespace: string;

  constructor(readonly manifest: Manifest) {
    this.object = manifest.object;
    this.root = new FieldReader(manifest.object);
    this.spec = this.root.at('spec');
    this.namespace = namespaceOf(manifest.object);
  }

  get name(): string {
    return this.object.metadata.name;
  }

  /** `namespace/name`. */
  get qualifiedName(): string {
    return qualifiedName(this.object);
  }

  get labels(): Readonly<Record<string, string>> {
    return this.object.metadata.labels ?? {};
  }

  get annotations(): Readonly<Record<string, string>> {
    return this.object.metadata.annotations ?? {};
  }

  /** `metadata.name`, for what is wrong with an object as a whole. */
  get nameField(): FieldReader {
    return this.root.at('metadata', 'name');
  }
}

/** Group and kind, as rules name the kinds they look at: `networking.istio.io/Gateway`, `/Service`. */
export function kindOf(object: KubernetesObject): string {
  return `${groupOf(object)}/${object.kind}`;
}
