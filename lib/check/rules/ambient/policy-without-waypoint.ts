import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const policyWithoutWaypoint = rule({
  code: 'KIA0210',
  name: 'policy-without-waypoint',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec, namespace, nameField }, { mesh }) {
    if (
      !['connectionPool', 'loadBalancer', 'outlierDetection'].some((field) => spec.at('trafficPolicy', field).exists) ||
      !mesh.waypoints.isMissing(namespace)
    )
      return [];
    return [
      nameField.finding({
        message: `no waypoint is in front of the ambient pods of \`${namespace}\`, so this DestinationRule does nothing there`,
        why: 'nothing in front of the pods balances requests',
        fix: 'label the namespace or a Service `istio.io/use-waypoint`',
      }),
    ];
  },
});
