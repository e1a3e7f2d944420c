import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { scopeOfHost } from '../../../mesh/security/mutual-tls';
import { rule } from '../../rule';

export const wideMtlsOverridden = rule({
  code: 'KIA0204',
  name: 'wide-mtls-overridden',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec, namespace, qualifiedName }, { mesh }) {
    const policy = spec.at('trafficPolicy');
    const host = expandHost(spec.at('host').text, namespace, mesh.clusterDomain);
    const target = mesh.services.withHost(host)[0]?.namespace;
    if (mesh.config.autoMtls || scopeOfHost(host, mesh.clusterDomain) || policy.at('tls').exists || target === undefined) return [];
    const wide = mesh.mutualTls.encryptingRule(target);
    if (!wide || wide === qualifiedName) return [];
    return [
      spec.at('host').finding({
        message: `this rule takes the place of \`${wide}\` for \`${host}\`, and says nothing of TLS`,
        why: 'a client uses one rule for a host, the most specific: its calls are then in plain text',
        fix: 'tls: { mode: ISTIO_MUTUAL }',
      }),
    ];
  },
});
