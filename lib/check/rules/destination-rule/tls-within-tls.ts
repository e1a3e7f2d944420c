import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { rule } from '../../rule';

export const tlsWithinTls = rule({
  code: 'MESH038',
  name: 'tls-within-tls',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec, namespace }, { mesh }) {
    const mode = spec.at('trafficPolicy', 'tls', 'mode');
    if (mode.text !== 'SIMPLE' && mode.text !== 'MUTUAL') return [];
    const service = mesh.services.visibleTo(namespace, expandHost(spec.at('host').text, namespace, mesh.clusterDomain));
    if (!service || service.ports.length === 0 || !service.ports.every(({ protocol }) => protocol === 'https' || protocol === 'tls'))
      return [];
    const routed = mesh.virtualServices.all.some(({ http }) =>
      http.some(({ spec: { route = [] } }) => route.some(({ destination }) => destination?.host === service.host)),
    );
    if (routed) return [];
    return [
      mode.finding({
        message: `calls of \`${service.host}\` are TLS already, and \`${mode.text}\` wraps them in TLS once more`,
        why: 'every port of the host is declared as HTTPS or TLS, so the application starts TLS itself and the handshake fails',
        fix: 'remove `tls`, or declare an HTTP port with `targetPort: 443` that applications call in plain text',
      }),
    ];
  },
});
