import { kinds } from '../../../istio/kinds';
import { waypointOf } from '../../../mesh/workloads/waypoints';
import { rule } from '../../rule';

export const unknownWaypoint = rule({
  code: 'KIA1313',
  name: 'unknown-waypoint',
  level: 'warning',
  kinds: [kinds.Namespace, kinds.Service, kinds.ServiceEntry, kinds.Pod],
  closedWorld: true,
  check({ object, root, labels, namespace, name }, { mesh }) {
    const waypoint = waypointOf(labels, object.kind === 'Namespace' ? name : namespace);
    if (!waypoint) return [];
    const [home = '', gateway = ''] = waypoint.split('/');
    if (mesh.find('gateway.networking.k8s.io', 'Gateway', { namespace: home, name: gateway })) return [];
    return [
      root.at('metadata', 'labels', 'istio.io/use-waypoint').finding({
        message: `no waypoint is called \`${waypoint}\``,
        why: 'requests go by none: routes and policies that need one do nothing',
        fix: `istioctl waypoint apply -n ${home} --name ${gateway}`,
      }),
    ];
  },
});
