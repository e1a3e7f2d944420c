import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import type { Mesh } from '../../../mesh/mesh';
import { scopeOfHost } from '../../../mesh/security/mutual-tls';
import { rule } from '../../rule';
import type { Subject } from '../../subject';

export const mtlsDisabledAgainstStrict = rule({
  code: 'KIA0207',
  name: 'mtls-disabled-against-strict',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check(subject, { mesh }) {
    const tls = subject.spec.at('trafficPolicy', 'tls', 'mode');
    const strict = tls.text === 'DISABLE' ? strictPlace(subject, mesh) : undefined;
    if (strict === undefined) return [];
    return [
      tls.finding({
        message: `calls to \`${subject.spec.at('host').text}\` are sent in plain text, and ${strict} takes none`,
        why: 'the server closes every connection, so requests answer 503',
        fix: 'mode: ISTIO_MUTUAL',
      }),
    ];
  },
});

/** Who asks for mutual TLS of the calls that the rule is for. */
function strictPlace({ spec, namespace }: Subject, mesh: Mesh): string | undefined {
  const host = expandHost(spec.at('host').text, namespace, mesh.clusterDomain);
  const scope = scopeOfHost(host, mesh.clusterDomain);
  if (scope === 'mesh') return mesh.mutualTls.ofMesh === 'STRICT' ? 'the mesh' : undefined;
  const target = scope?.namespace ?? mesh.services.withHost(host)[0]?.namespace;
  const service = mesh.services.withHost(host)[0];
  if (target === undefined || service?.registry === 'external') return undefined;
  return mesh.mutualTls.ofNamespace(target) === 'STRICT' ? `the namespace \`${target}\`` : undefined;
}
