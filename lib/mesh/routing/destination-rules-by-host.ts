import { memo } from '../../memo';
import type { Mesh } from '../mesh';
import type { DestinationRule } from './destination-rules';

/** DestinationRules by namespace and host, oldest first: those that istiod may merge. */
export const rulesOfNamespaceAndHost = memo((mesh: Mesh) => {
  const byKey = new Map<string, DestinationRule[]>();
  for (const rule of mesh.destinationRules.all) {
    const key = `${rule.namespace} ${rule.host}`;
    const bucket = byKey.get(key);
    if (bucket) bucket.push(rule);
    else byKey.set(key, [rule]);
  }
  return byKey;
});

/** The other rules of the namespace for the same host, split by age. */
export function siblingsOf(mesh: Mesh, qualifiedName: string, key: { namespace: string; host: string }) {
  const all = (rulesOfNamespaceAndHost(mesh).get(`${key.namespace} ${key.host}`) ?? []).filter((rule) => !rule.workloadSelector);
  const own = all.findIndex(({ name }) => name === qualifiedName);
  return { older: own < 0 ? [] : all.slice(0, own), all: own < 0 ? [] : all };
}
