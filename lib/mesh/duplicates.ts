import { qualifiedName } from '../istio/names';
import { groupOf } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';
import { memo } from '../memo';
import type { Mesh } from './mesh';

/** The objects that share group, kind and name with another one, in the order of the set: the last of them counts. */
export function twinsOf(mesh: Mesh, manifest: Manifest): readonly Manifest[] {
  return duplicates(mesh).get(manifest.object) ?? [];
}

const duplicates = memo((mesh: Mesh) => {
  const seen = new Map<string, Manifest>();
  const found = new Map<string, Manifest[]>();
  for (const manifest of mesh.manifests) {
    const key = `${groupOf(manifest.object)}/${manifest.object.kind} ${qualifiedName(manifest.object)}`;
    const first = seen.get(key);
    if (first) found.set(key, [...(found.get(key) ?? [first]), manifest]);
    else seen.set(key, manifest);
  }
  return new Map([...found.values()].flatMap((twins) => twins.map(({ object }) => [object, twins] as const)));
});
