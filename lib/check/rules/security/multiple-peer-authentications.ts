import { kinds } from '../../../istio/kinds';
import { policySelector } from '../../../mesh/workloads/competing-selectors';
import { rule } from '../../rule';

export const multiplePeerAuthentications = rule({
  code: 'KIA0002',
  name: 'multiple-peer-authentications',
  level: 'warning',
  kinds: [kinds.PeerAuthentication],
  check({ spec, name, namespace, nameField }, { mesh }) {
    const others = policySelector(spec) ? [] : mesh.competingPeerAuthentications.othersWithoutSelector(namespace, name);
    if (others.length === 0) return [];
    return [
      nameField.finding({
        message: `the namespace \`${namespace}\` has more PeerAuthentications without a selector: ${others.map((other) => `\`${other}\``).join(', ')}`,
        why: 'a namespace has one default; the oldest counts, the others are passed over',
        fix: 'merge them, or give all but one a `selector`',
      }),
    ];
  },
});
