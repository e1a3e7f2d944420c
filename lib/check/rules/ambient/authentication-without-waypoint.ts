import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const authenticationWithoutWaypoint = rule({
  code: 'KIA1110',
  name: 'authentication-without-waypoint',
  level: 'warning',
  kinds: [kinds.RequestAuthentication],
  check({ namespace, nameField }, { mesh }) {
    if (!mesh.waypoints.isMissing(namespace)) return [];
    return [
      nameField.finding({
        message: `no waypoint is in front of the ambient pods of \`${namespace}\`, so this RequestAuthentication does nothing there`,
        why: 'nothing in front of the pods reads HTTP, so no token is looked at',
        fix: 'label the namespace or a Service `istio.io/use-waypoint`',
      }),
    ];
  },
});
