import { ConstructError } from '../errors';
import { groupOf } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';

/**
 * Finds two constructs that make one object. Kubernetes keeps one of a group, kind, namespace and name, whatever the version: of two,
 * the last applied wins. Of an object only who made it is kept: there may be many.
 */
export class SeenObjects {
  private readonly makers = new Map<string, string | undefined>();

  /** @throws ConstructError `DuplicateObject` */
  add(manifests: readonly Manifest[]): void {
    for (const manifest of manifests) {
      const { kind, metadata } = manifest.object;
      const key = [groupOf(manifest.object), kind, metadata.namespace ?? '', metadata.name].join('/');
      if (this.makers.has(key)) throw duplicate(this.makers.get(key), manifest);
      this.makers.set(key, manifest.source.construct);
    }
  }
}

function duplicate(first: string | undefined, { object, source }: Manifest): ConstructError {
  const name = [object.metadata.namespace, object.metadata.name].filter(Boolean).join('/');
  return new ConstructError(
    'DuplicateObject',
    `two constructs make the ${object.kind} \`${name}\`: \`${first}\` and \`${source.construct}\``,
    {
      construct: source.construct,
      why: 'the cluster keeps one object of a kind and name, so one of the two would be lost',
      fix: 'give one of them another name or namespace, or declare it once',
    },
  );
}
