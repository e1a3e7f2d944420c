import { kinds } from '../../../istio/kinds';
import { parseProtocol } from '../../../istio/protocol';
import { rule } from '../../rule';

export const portNameOfProtocol = rule({
  code: 'KIA0601',
  name: 'port-name-of-protocol',
  level: 'info',
  kinds: [kinds.Gateway, kinds.ServiceEntry],
  check({ object, spec }) {
    const ports = object.kind === 'Gateway' ? spec.at('servers').items.map((server) => server.at('port')) : spec.at('ports').items;
    return ports
      .filter((port) => {
        // Only a name that starts with another protocol misleads.
        const named = parseProtocol(port.at('name').text.split('-', 1)[0] ?? '');
        return named !== 'unsupported' && named !== parseProtocol(port.at('protocol').text) && port.at('protocol').exists;
      })
      .map((port) =>
        port.at('name').finding({
          message: `the port is named \`${port.at('name').text}\` and speaks \`${port.at('protocol').text}\``,
          why: 'here the protocol counts and not the name, which misleads its readers',
          fix: `name: ${port.at('protocol').text.toLowerCase()}`,
        }),
      );
  },
});
