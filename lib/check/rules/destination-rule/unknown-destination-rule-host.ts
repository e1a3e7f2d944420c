import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { closestHost, fullHost } from '../../suggest';

export const unknownDestinationRuleHost = rule({
  code: 'IST0174',
  name: 'unknown-destination-rule-host',
  level: 'warning',
  fixable: true,
  kinds: [kinds.DestinationRule],
  closedWorld: true,
  check({ manifest, spec }, { mesh }) {
    return mesh.passedOver.of(manifest, 'no such host').map((found) => {
      const host = spec.at('host').text;
      const full = fullHost(host, mesh);
      return {
        ...found,
        fix: full ?? closestHost(host, mesh),
        repair: full ? { kind: 'value', path: found.path, value: full } : undefined,
      };
    });
  },
});
