import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { ApiClient } from './client';
import type { ApiObject } from './target';

const firstKinds = ['Namespace', 'CustomResourceDefinition', 'IngressClass'];
/** Milliseconds until the API server's own admission has heard of a new IngressClass: it gives the default one to Ingresses without a class. */
const classIsKnown = 500;

/** Server-side apply of many at once, after the namespaces, kinds and classes that they need. @returns them as stored */
export async function applyObjects(api: ApiClient, objects: readonly KubernetesObject[]): Promise<ApiObject[]> {
  const stored: ApiObject[] = [];
  for (const first of [true, false]) {
    const wave = objects.filter(({ kind }) => firstKinds.includes(kind) === first);
    stored.push(...(await Promise.all(wave.map((object) => api.apply(object)))));
    if (first && wave.some(({ kind }) => kind === 'IngressClass')) await sleep(classIsKnown);
  }
  return stored;
}
