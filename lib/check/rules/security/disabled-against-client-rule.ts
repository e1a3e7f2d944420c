import { kinds } from '../../../istio/kinds';
import { policySelector } from '../../../mesh/workloads/competing-selectors';
import { rule } from '../../rule';

export const disabledAgainstClientRule = rule({
  code: 'KIA0505',
  name: 'disabled-against-client-rule',
  level: 'warning',
  kinds: [kinds.PeerAuthentication],
  check({ spec, namespace }, { mesh }) {
    const mode = spec.at('mtls', 'mode');
    if (policySelector(spec) || mode.text !== 'DISABLE') return [];
    const encrypting = mesh.mutualTls.encryptingRule(namespace === mesh.rootNamespace ? undefined : namespace);
    if (!encrypting) return [];
    return [
      mode.finding({
        message: `servers take plain text alone, and the DestinationRule \`${encrypting}\` has clients use mutual TLS`,
        why: 'neither side understands the other, so every call fails',
        fix: 'mode: PERMISSIVE',
      }),
    ];
  },
});
