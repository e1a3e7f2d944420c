import { findService } from '../destinations';
import { kinds } from '../kinds';
import { rule } from '../rule';
import { closestHost } from '../suggest';

export const unknownDestinationRuleHost = rule({
  code: 'IST0174',
  name: 'unknown-destination-rule-host',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const host = spec.at('host').text;
    if (findService(mesh, host, { namespace, exportTo: spec.at('exportTo').texts })) return [];
    return [
      spec.at('host').finding({
        what: `no service that this object can see is called \`${host}\``,
        why: 'the rule is never used: its policies and subsets hold for nobody',
        fix: closestHost(host, mesh.services.hosts()),
      }),
    ];
  },
});
