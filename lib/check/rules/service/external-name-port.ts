import { kinds } from '../../../istio/kinds';
import { isControlPlane, isMadeForGateway } from '../../../mesh/installation/control-plane';
import { hasUnknownProtocol } from '../../../mesh/services/service-ports';
import { rule } from '../../rule';

export const externalNamePort = rule({
  code: 'IST0150',
  name: 'external-name-port',
  level: 'warning',
  kinds: [kinds.Service],
  check({ spec, labels }) {
    if (isControlPlane(labels) || isMadeForGateway(labels) || spec.at('type').text !== 'ExternalName') return [];
    return spec
      .at('ports')
      .items.filter((port) => hasUnknownProtocol(port) || port.at('name').text === 'tcp')
      .map((port) =>
        (port.at('name').exists ? port.at('name') : port.at('port')).finding({
          message: `port ${port.at('port').number ?? ''} of an ExternalName Service is ${port.at('name').exists ? `named \`${port.at('name').text}\`` : 'unnamed'}`,
          why: 'Envoy then listens on it for every address as plain TCP, and takes the traffic of other hosts on that port',
          fix: 'name: https',
        }),
      );
  },
});
