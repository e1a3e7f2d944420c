import { groupOf } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';
import { kindOf } from '../validation/schema/schemas';

/** The kinds among manifests that no schema is known of, with how many objects each: their fields are not validated. */
export function unknownKinds(manifests: readonly Manifest[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { object } of manifests) {
    if (kindOf(groupOf(object), object.kind)) continue;
    const name = `${object.kind} (${object.apiVersion})`;
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
}
