import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const routesWithoutWaypoint = rule({
  code: 'KIA1109',
  name: 'routes-without-waypoint',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ spec, namespace, nameField }, { mesh }) {
    if ((spec.at('gateways').exists && !spec.at('gateways').texts.includes('mesh')) || !mesh.waypoints.isMissing(namespace)) return [];
    return [
      nameField.finding({
        message: `no waypoint is in front of the ambient pods of \`${namespace}\`, so this VirtualService does nothing there`,
        why: 'nothing in front of the pods reads HTTP, so requests follow no route',
        fix: 'label the namespace or a Service `istio.io/use-waypoint`',
      }),
    ];
  },
});
