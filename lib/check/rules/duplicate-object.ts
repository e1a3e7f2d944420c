import { groupOf } from '../../manifest/manifest';
import type { Mesh } from '../../mesh/mesh';
import { qualifiedName } from '../../mesh/names';
import { memo } from '../memo';
import { rule } from '../rule';
import { kindOf } from '../subject';

export const duplicateObject = rule({
  code: 'MESH019',
  name: 'duplicate-object',
  level: 'warning',
  kinds: ['*'],
  evenIfOverridden: true,
  check({ object, nameField }, { mesh }) {
    const twins = duplicates(mesh).get(`${kindOf(object)} ${qualifiedName(object)}`);
    const last = twins?.at(-1);
    if (!twins || !last || last.object === object) return [];
    const place = last.source.position(['metadata', 'name']);
    return [
      nameField.finding({
        what: `${object.kind} \`${qualifiedName(object)}\` is declared again${place ? ` at ${place.file}:${place.line}` : ''}`,
        why: 'applying the set lets the last one win: this one is lost, or the two overwrite each other at every apply',
        fix: 'remove one of them, or keep them in folders that are applied one at a time',
      }),
    ];
  },
});

/** Objects that share group, kind and name, in the order of the set. */
const duplicates = memo((mesh: Mesh) => {
  const seen = new Map<string, (typeof mesh.manifests)[number]>();
  const found = new Map<string, (typeof mesh.manifests)[number][]>();
  for (const manifest of mesh.manifests) {
    const key = `${groupOf(manifest.object)}/${manifest.object.kind} ${qualifiedName(manifest.object)}`;
    const first = seen.get(key);
    if (first) found.set(key, [...(found.get(key) ?? [first]), manifest]);
    else seen.set(key, manifest);
  }
  return found;
});
