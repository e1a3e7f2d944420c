import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import { portsOf, tlsPlaces } from './shared/tls-places';

/** Hosts to which a rule of a VirtualService leads. */
const routedHosts = memo(
  ({ virtualServices }: Mesh) =>
    new Set(virtualServices.all.flatMap(({ http }) => http.flatMap(({ spec: { route = [] } }) => route.map((to) => to.destination?.host)))),
);

export const tlsWithinTls = rule({
  code: 'MESH038',
  name: 'tls-within-tls',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec, namespace }, { mesh }) {
    const service = mesh.services.visibleTo(namespace, expandHost(spec.at('host').text, namespace, mesh.clusterDomain));
    if (!service || routedHosts(mesh).has(service.host)) return [];
    return tlsPlaces(spec).flatMap((place) => {
      const mode = place.tls.at('mode');
      const ports = portsOf(place, service);
      const areTls = ports.length > 0 && ports.every(({ protocol }) => protocol === 'https' || protocol === 'tls');
      if (!areTls || (mode.text !== 'SIMPLE' && mode.text !== 'MUTUAL')) return [];
      return mode.finding({
        message: `calls of \`${service.host}\` are TLS already, and \`${mode.text}\` wraps them in TLS once more`,
        why: `${ports.length === 1 ? `port ${ports[0]?.number}` : 'every port'} is declared as HTTPS or TLS, so the application starts TLS itself and the handshake fails`,
        fix: 'remove `tls`, or declare an HTTP port with `targetPort: 443` that applications call in plain text',
      });
    });
  },
});
