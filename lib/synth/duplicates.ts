import { ConstructError } from '../errors';
import { groupOf } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';

/**
 * Kubernetes keeps one object of a group, kind, namespace and name, whatever the version: of two, the last applied wins.
 *
 * @throws ConstructError `DuplicateObject`
 */
export function refuseDuplicates(manifests: readonly Manifest[]): void {
  const seen = new Map<string, Manifest>();
  for (const manifest of manifests) {
    const { kind, metadata } = manifest.object;
    const key = [groupOf(manifest.object), kind, metadata.namespace ?? '', metadata.name].join('/');
    const first = seen.get(key);
    if (first) throw duplicate(first, manifest);
    seen.set(key, manifest);
  }
}

function duplicate(first: Manifest, { object, source }: Manifest): ConstructError {
  const name = [object.metadata.namespace, object.metadata.name].filter(Boolean).join('/');
  return new ConstructError(
    'DuplicateObject',
    `two constructs make the ${object.kind} \`${name}\`: \`${first.source.construct}\` and \`${source.construct}\``,
    {
      construct: source.construct,
      why: 'the cluster keeps one object of a kind and name, so one of the two would be lost',
      fix: 'give one of them another name or namespace, or declare it once',
    },
  );
}
