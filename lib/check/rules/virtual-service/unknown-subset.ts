import { kinds } from '../../../istio/kinds';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import { closestName } from '../../suggest';
import { destinationsOf } from './shared/destinations';

export const unknownSubset = rule({
  code: 'IST0101',
  name: 'unknown-subset',
  level: 'error',
  kinds: [kinds.VirtualService],
  closedWorld: true,
  check: (subject, { mesh }) =>
    destinationsOf(subject)
      .filter(({ subset }) => subset !== '')
      .map((destination) => ({ ...destination, known: subsetsByHost(mesh).get(serviceKey(destination.host, subject.namespace)) }))
      .filter(({ subset, known }) => !known?.has(subset))
      .map(({ field, host, subset, known }) =>
        field.at('subset').finding({
          message: `no DestinationRule gives \`${host}\` a subset \`${subset}\``,
          why: 'Envoy knows no such cluster, so these requests answer 503',
          fix: closestName(subset, known ?? []),
        }),
      ),
});

/** Names of all subsets by host, whoever declares them. Which client gets which rule is the task of `unused-subset`. */
const subsetsByHost = memo((mesh: Mesh) => {
  const byHost = new Map<string, Set<string>>();
  for (const { host, namespace, subsets } of mesh.destinationRules.all) {
    const key = serviceKey(host, namespace);
    const names = byHost.get(key) ?? new Set();
    for (const { name } of subsets) names.add(name ?? '');
    byHost.set(key, names);
  }
  return byHost;
});

/**
 * A full name of the cluster means the same from everywhere, any other host what it means in the object's namespace.
 * Source: Istio `GetResourceNameFromHost`.
 */
function serviceKey(host: string, namespace: string): string {
  const match = /^(.+)\.(.+)\.svc\.cluster\.local$/.exec(host);
  return match ? `${match[2]}/${match[1]}` : `${namespace}/${host}`;
}
