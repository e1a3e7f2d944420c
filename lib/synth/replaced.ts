import { groupOf } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';

/** Manifests with some put in the place of others of the same kind and name. */
export function replaced(manifests: readonly Manifest[], by: readonly Manifest[]): Manifest[] {
  return [...without(manifests, by), ...by];
}

/** Manifests of which no other has the kind and name. */
export function without(manifests: readonly Manifest[], others: readonly Manifest[]): Manifest[] {
  const taken = new Set(others.map(key));
  return manifests.filter((manifest) => !taken.has(key(manifest)));
}

function key({ object }: Manifest): string {
  return [groupOf(object), object.kind, object.metadata.namespace ?? 'default', object.metadata.name].join(' ');
}
