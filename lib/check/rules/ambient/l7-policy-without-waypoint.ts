import { kinds } from '../../../istio/kinds';
import { httpConditions } from '../../../mesh/workloads/waypoints';
import { rule } from '../../rule';

export const l7PolicyWithoutWaypoint = rule({
  code: 'KIA0109',
  name: 'l7-policy-without-waypoint',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check({ spec, namespace }, { mesh }) {
    if (!mesh.waypoints.isMissing(namespace)) return [];
    const found = spec.at('rules').items.flatMap(httpConditions)[0];
    if (!found) return [];
    return [
      found.finding({
        message: `this rule looks at HTTP, and no waypoint is in front of the ambient pods of \`${namespace}\``,
        why: 'without one only connections are seen: an ALLOW rule like this matches nothing, a DENY rule matches everything',
        fix: 'label the namespace or a Service `istio.io/use-waypoint`, and name it in `targetRefs`',
      }),
    ];
  },
});
