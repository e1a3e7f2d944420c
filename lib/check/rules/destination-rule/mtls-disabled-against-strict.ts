import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import type { Mesh } from '../../../mesh/mesh';
import { scopeOfHost } from '../../../mesh/security/mutual-tls';
import type { Service } from '../../../mesh/services/service';
import type { Workload } from '../../../mesh/workloads/workloads';
import { rule } from '../../rule';
import type { Subject } from '../../subject';
import { portsOf, type TlsPlace, tlsPlaces } from './shared/tls-places';

export const mtlsDisabledAgainstStrict = rule({
  code: 'KIA0207',
  name: 'mtls-disabled-against-strict',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check(subject, { mesh }) {
    return tlsPlaces(subject.spec).flatMap((place) => {
      const mode = place.tls.at('mode');
      const strict = mode.text === 'DISABLE' ? strictPlace(subject, place, mesh) : undefined;
      if (strict === undefined) return [];
      return mode.finding({
        message: `calls to \`${subject.spec.at('host').text}\` are sent in plain text, and ${strict} takes none`,
        why: 'the server closes every connection, so requests answer 503',
        fix: 'mode: ISTIO_MUTUAL',
      });
    });
  },
});

/** Who asks for mutual TLS of the calls that the setting is for. */
function strictPlace({ spec, namespace }: Subject, place: TlsPlace, mesh: Mesh): string | undefined {
  const host = expandHost(spec.at('host').text, namespace, mesh.clusterDomain);
  const scope = scopeOfHost(host, mesh.clusterDomain);
  if (scope === 'mesh') return mesh.mutualTls.ofMesh === 'STRICT' ? 'the mesh' : undefined;
  const service = mesh.services.withHost(host)[0];
  const target = scope?.namespace ?? service?.namespace;
  if (target === undefined || service?.registry === 'external') return undefined;
  const known = service ? podsOf(place, service, mesh) : [];
  if (known.length === 0) return mesh.mutualTls.ofNamespace(target) === 'STRICT' ? `the namespace \`${target}\`` : undefined;
  const strict = known.find(
    ({ workload, port }) =>
      mesh.injection.proxyOf(workload).kind === 'sidecar' && mesh.peerAuthentications.modeOf(workload, port).mode === 'STRICT',
  );
  return strict && `port ${strict.port} of ${strict.workload.kind} \`${strict.workload.namespace}/${strict.workload.name}\``;
}

/** The pods that take the calls, each with its port. */
function podsOf(place: TlsPlace, service: Service, mesh: Mesh): { readonly workload: Workload; readonly port: number }[] {
  return portsOf(place, service)
    .flatMap((port) => mesh.endpoints.of(service, port, place.subset))
    .flatMap(({ workload, port }) => (workload ? { workload, port } : []));
}
