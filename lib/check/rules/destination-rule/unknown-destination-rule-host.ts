import { covers, isWildcard } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { closestHost, fullHost } from '../../suggest';
import { findService } from '../virtual-service/shared/destinations';

export const unknownDestinationRuleHost = rule({
  code: 'IST0174',
  name: 'unknown-destination-rule-host',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const host = spec.at('host').text;
    if (findService(mesh, host, { namespace, exportTo: spec.at('exportTo').texts })) return [];
    if (isWildcard(host) && mesh.services.all.some((service) => covers(host, service.host))) return [];
    const full = fullHost(host, mesh);
    return [
      spec.at('host').finding({
        message: `no service that this object can see is called \`${host}\``,
        why: 'the rule is never used: its policies and subsets hold for nobody',
        fix: full ?? closestHost(host, mesh),
        repair: full ? { kind: 'value', path: spec.at('host').path, value: full } : undefined,
      }),
    ];
  },
});
