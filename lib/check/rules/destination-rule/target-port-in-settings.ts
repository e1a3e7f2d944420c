import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { rule } from '../../rule';

export const targetPortInSettings = rule({
  code: 'MESH034',
  name: 'target-port-in-settings',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec, namespace }, { mesh }) {
    const service = mesh.services.visibleTo(namespace, expandHost(spec.at('host').text, namespace, mesh.clusterDomain));
    if (!service || service.ports.length === 0) return [];
    const policies = [spec.at('trafficPolicy'), ...spec.at('subsets').items.map((subset) => subset.at('trafficPolicy'))];
    return policies
      .flatMap((policy) => policy.at('portLevelSettings').items.map((setting) => setting.at('port', 'number')))
      .filter((port) => port.number !== undefined && service.ports.every(({ number }) => number !== port.number))
      .map((port) => {
        const mapped = service.ports.find(({ targetPort }) => targetPort === port.number);
        return port.finding({
          message: `\`${service.host}\` has no port \`${port.number}\`, so these settings are never used`,
          why: `they are chosen by the port of the Service, which has ${service.ports.map(({ number }) => number).join(', ')}`,
          fix: mapped && `number: ${mapped.number}`,
        });
      });
  },
});
