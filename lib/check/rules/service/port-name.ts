import { kinds } from '../../../istio/kinds';
import { isControlPlane, isMadeForGateway } from '../../../mesh/installation/control-plane';
import { hasUnknownProtocol, usualPortName } from '../../../mesh/services/service-ports';
import { rule } from '../../rule';

export const portName = rule({
  code: 'IST0118',
  name: 'port-name',
  level: 'info',
  fixable: true,
  kinds: [kinds.Service],
  check({ spec, labels }) {
    if (isControlPlane(labels) || isMadeForGateway(labels) || spec.at('type').text === 'ExternalName') return [];
    return spec
      .at('ports')
      .items.filter(hasUnknownProtocol)
      .map((port) => ({ port, usual: usualPortName(spec.at('ports'), port) }))
      .map(({ port, usual }) =>
        (port.at('name').exists ? port.at('name') : port.at('port')).finding({
          message: port.at('name').exists
            ? `the port name \`${port.at('name').text}\` says no protocol that Istio knows`
            : `port ${port.at('port').number ?? ''} has no name, so it says no protocol`,
          why: 'the proxy has to guess from the first bytes: slower to connect, and without HTTP routes where the server speaks first',
          fix: `name: ${usual ?? (port.at('name').exists ? `http-${port.at('name').text}` : 'http')}`,
          repair: usual ? { kind: 'field', path: port.path, name: 'name', value: usual } : undefined,
        }),
      );
  },
});
