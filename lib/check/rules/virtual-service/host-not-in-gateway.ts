import { hostsForNamespace, overlaps } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
import { expandGateway } from '../../../istio/names';
import { rule } from '../../rule';
import { isGeneratedGateway } from './shared/generated-gateway';

export const hostNotInGateway = rule({
  code: 'IST0132',
  name: 'host-not-in-gateway',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ spec, namespace }, { mesh }) {
    const hosts = spec.at('hosts').texts;
    return spec
      .at('gateways')
      .items.filter((field) => field.text !== 'mesh' && !isGeneratedGateway(field.text))
      .flatMap((field) => {
        const gateway = mesh.gateways.get(expandGateway(field.text, namespace));
        const served = hostsForNamespace(gateway?.servers.flatMap((server) => server.hosts) ?? [], namespace);
        if (hosts.some((host) => served.some((known) => overlaps(known, host)))) return [];
        const diagnostic = field.finding({
          message: `the gateway \`${field.text}\` serves none of the hosts ${hosts.map((host) => `\`${host}\``).join(', ')}`,
          why: `these routes are never used there${served.length > 0 ? `; it serves ${served.slice(0, 5).join(', ')}` : ''}`,
          fix: gateway ? `add \`${hosts[0] ?? ''}\` to the hosts of a server of this Gateway` : undefined,
        });
        return [{ ...diagnostic, closedWorld: gateway === undefined }];
      });
  },
});
