import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownGroupAccount = rule({
  code: 'KIA1701',
  name: 'unknown-group-account',
  level: 'warning',
  kinds: [kinds.WorkloadGroup],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const account = spec.at('template', 'serviceAccount');
    if (account.text === '' || mesh.find('', 'ServiceAccount', { namespace, name: account.text })) return [];
    const known = mesh.ofKind('', 'ServiceAccount').filter(({ object }) => (object.metadata.namespace ?? 'default') === namespace);
    return [
      account.finding({
        message: `no ServiceAccount \`${account.text}\` is in the namespace \`${namespace}\``,
        why: 'a virtual machine of this group gets no identity, and cannot join the mesh',
        fix: closestName(
          account.text,
          known.map(({ object }) => object.metadata.name),
        ),
      }),
    ];
  },
});
