import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const telemetryWithoutWaypoint = rule({
  code: 'KIA1112',
  name: 'telemetry-without-waypoint',
  level: 'warning',
  kinds: [kinds.Telemetry],
  check({ spec, namespace, nameField }, { mesh }) {
    if (!spec.at('accessLogging').exists || !mesh.waypoints.isMissing(namespace)) return [];
    return [
      nameField.finding({
        message: `no waypoint is in front of the ambient pods of \`${namespace}\`, so this Telemetry does nothing there`,
        why: 'nothing in front of the pods sees requests, only connections',
        fix: 'label the namespace or a Service `istio.io/use-waypoint`',
      }),
    ];
  },
});
