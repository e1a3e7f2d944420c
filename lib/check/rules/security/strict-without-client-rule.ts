import { kinds } from '../../../istio/kinds';
import { policySelector } from '../../../mesh/workloads/competing-selectors';
import { rule } from '../../rule';

export const strictWithoutClientRule = rule({
  code: 'KIA0401',
  name: 'strict-without-client-rule',
  level: 'warning',
  kinds: [kinds.PeerAuthentication],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const mode = spec.at('mtls', 'mode');
    if (mesh.config.autoMtls || policySelector(spec) || mode.text !== 'STRICT') return [];
    if (mesh.mutualTls.encryptingRule(namespace === mesh.rootNamespace ? undefined : namespace)) return [];
    return [
      mode.finding({
        message: 'servers take mutual TLS alone, and no DestinationRule has clients use it',
        why: 'automatic mutual TLS is turned off in the mesh configuration, so every call is rejected',
        fix: 'add a DestinationRule with `tls: { mode: ISTIO_MUTUAL }`, or set `enableAutoMtls`',
      }),
    ];
  },
});
