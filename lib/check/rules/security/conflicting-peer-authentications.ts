import { kinds } from '../../../istio/kinds';
import { policySelector } from '../../../mesh/workloads/competing-selectors';
import { rule } from '../../rule';

export const conflictingPeerAuthentications = rule({
  code: 'KIA0003',
  name: 'conflicting-peer-authentications',
  level: 'warning',
  kinds: [kinds.PeerAuthentication],
  check({ spec, name, namespace }, { mesh }) {
    const selector = policySelector(spec);
    const found = selector && mesh.competingPeerAuthentications.rivalFor(namespace, name, selector);
    if (!found) return [];
    return [
      spec.at('selector').finding({
        message: `the PeerAuthentication \`${found.rival}\` also selects the pods of ${found.pod.kind} \`${found.pod.name}\``,
        why: 'a pod has one PeerAuthentication; the oldest counts, the others are passed over',
        fix: 'make the selectors exclude each other, or merge the two',
      }),
    ];
  },
});
