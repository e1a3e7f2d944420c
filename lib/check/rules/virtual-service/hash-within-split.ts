import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import type { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import type { Subject } from '../../subject';

export const hashWithinSplit = rule({
  code: 'MESH017',
  name: 'hash-within-split',
  level: 'info',
  kinds: [kinds.VirtualService],
  check: (subject, { mesh }) =>
    subject.spec.at('http').items.flatMap((http) => {
      const shares = http.at('route').items.filter((route) => (route.at('weight').number ?? 0) > 0);
      const hashed = shares.length > 1 ? shares.find((route) => isHashed(route.at('destination'), subject, mesh)) : undefined;
      if (!hashed) return [];
      return hashed.at('destination', 'host').finding({
        message: `requests of one user may go to any of these ${shares.length} destinations, although \`${hashed.at('destination', 'host').text}\` hashes them to one pod`,
        why: 'the share is drawn for each request by itself; the hash then picks the pod inside the destination',
        fix: 'send a user always to one version by a header or cookie match, or hash over one subset of all versions',
      });
    }),
});

function isHashed(destination: FieldReader, { namespace }: Subject, mesh: Mesh): boolean {
  const host = expandHost(destination.at('host').text, namespace, mesh.clusterDomain);
  const service = mesh.services.visibleTo(namespace, host);
  const rules = mesh.destinationRulesByHost.of({ namespace: service?.namespace ?? namespace, host });
  const subset = destination.at('subset').text;
  return rules.some(({ trafficPolicy, subsets }) =>
    [trafficPolicy, subsets.find(({ name }) => name === subset)?.trafficPolicy].some((policy) => policy?.loadBalancer?.consistentHash),
  );
}
