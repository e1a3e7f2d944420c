import type { KubernetesObject } from '../../lib/istio/objects';
import type { ApiClient } from './client';
import type { ApiObject } from './target';

const firstKinds = ['Namespace', 'CustomResourceDefinition'];

/** Server-side apply of many at once, after the namespaces and kinds that they need. @returns them as stored */
export async function applyObjects(api: ApiClient, objects: readonly KubernetesObject[]): Promise<ApiObject[]> {
  const stored: ApiObject[] = [];
  for (const first of [true, false]) {
    const wave = objects.filter(({ kind }) => firstKinds.includes(kind) === first);
    stored.push(...(await Promise.all(wave.map((object) => api.apply(object)))));
  }
  return stored;
}
