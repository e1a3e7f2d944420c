import { qualifiedName } from '../istio/names';
import { groupOf } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';

/**
 * The objects of one mesh by kind and name: the ground that every other fact is made from. Only what the cluster stores
 * counts, and if kind, namespace and name repeat, the last object wins, as if all had been applied in turn.
 */
export class Objects {
  private readonly manifestsByKind = new Map<string, Manifest[]>();
  private readonly stored = new Map<string, ReadonlyMap<string, Manifest>>();
  private readonly kindsByPredicate = new Map<(object: Manifest['object']) => boolean, readonly string[]>();
  private duplicates: ReadonlyMap<object, readonly Manifest[]> | undefined;

  /**
   * @param manifests everything that is applied, in order
   * @param isStored false for an object that the cluster rejects; asked when the object is needed
   */
  constructor(
    readonly manifests: readonly Manifest[],
    readonly isStored: (manifest: Manifest) => boolean = () => true,
  ) {
    for (const manifest of manifests) push(this.manifestsByKind, kindKey(groupOf(manifest.object), manifest.object.kind), manifest);
  }

  /** Objects of a kind, whatever their version. @param group for example `networking.istio.io`, `` for Kubernetes' core */
  ofKind(group: string, kind: string): readonly Manifest[] {
    return [...this.bucket(kindKey(group, kind)).values()];
  }

  /**
   * Objects of a kind of which nobody has asked yet whether the cluster stores them: whoever uses one asks `isStored`. Where
   * several have one name, the one that counts. Validating thousands of objects takes longer than any question about a few of them.
   */
  candidates(group: string, kind: string): readonly Manifest[] {
    const key = kindKey(group, kind);
    if (this.stored.has(key)) return this.ofKind(group, kind);
    const byName = new Map<string, Manifest>();
    for (const manifest of this.manifestsByKind.get(key) ?? []) {
      const name = qualifiedName(manifest.object);
      if (!byName.has(name) || this.isStored(manifest)) byName.set(name, manifest);
    }
    return [...byName.values()];
  }

  /** Objects of every kind of an API group. */
  ofGroup(group: string): readonly Manifest[] {
    const keys = [...this.manifestsByKind.keys()].filter((key) => key.slice(0, key.indexOf('/')) === group);
    return keys.flatMap((key) => [...this.bucket(key).values()]);
  }

  /** Objects of every kind of which one satisfies a predicate. */
  ofKindsWith(predicate: (object: Manifest['object']) => boolean): readonly Manifest[] {
    let kinds = this.kindsByPredicate.get(predicate);
    if (!kinds) {
      kinds = this.kinds.filter((key) => this.manifestsByKind.get(key)?.some(({ object }) => predicate(object)));
      this.kindsByPredicate.set(predicate, kinds);
    }
    return kinds.flatMap((key) => [...this.bucket(key).values()]);
  }

  /** Every group and kind that occurs, as `group/kind`. */
  get kinds(): readonly string[] {
    return [...this.manifestsByKind.keys()];
  }

  /** The object of a kind and name; `namespace` of a cluster-wide kind is ignored. */
  find(group: string, kind: string, { namespace = 'default', name }: { namespace?: string; name: string }): Manifest | undefined {
    return this.bucket(kindKey(group, kind)).get(`${namespace}/${name}`);
  }

  /** All objects that share group, kind and name with this one, itself included, in order; none if it is the only one. */
  duplicatesOf(manifest: Manifest): readonly Manifest[] {
    this.duplicates ??= duplicatesIn(this.manifests);
    return this.duplicates.get(manifest.object) ?? [];
  }

  private bucket(key: string): ReadonlyMap<string, Manifest> {
    let bucket = this.stored.get(key);
    if (!bucket) {
      const manifests = (this.manifestsByKind.get(key) ?? []).filter(this.isStored);
      bucket = new Map(manifests.map((manifest) => [qualifiedName(manifest.object), manifest]));
      this.stored.set(key, bucket);
    }
    return bucket;
  }
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}

function duplicatesIn(manifests: readonly Manifest[]): ReadonlyMap<object, readonly Manifest[]> {
  const byName = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    push(byName, `${kindKey(groupOf(manifest.object), manifest.object.kind)} ${qualifiedName(manifest.object)}`, manifest);
  }
  const repeated = [...byName.values()].filter((all) => all.length > 1);
  return new Map(repeated.flatMap((all) => all.map(({ object }) => [object, all] as const)));
}

function push(index: Map<string, Manifest[]>, key: string, manifest: Manifest): void {
  const bucket = index.get(key);
  if (bucket) bucket.push(manifest);
  else index.set(key, [manifest]);
}
