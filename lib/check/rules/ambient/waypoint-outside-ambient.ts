import { kinds } from '../../../istio/kinds';
import { dataplaneModeLabel } from '../../../mesh/workloads/injection';
import { waypointOf } from '../../../mesh/workloads/waypoints';
import { rule } from '../../rule';

export const waypointOutsideAmbient = rule({
  code: 'KIA1312',
  name: 'waypoint-outside-ambient',
  level: 'info',
  kinds: [kinds.Namespace, kinds.Pod],
  check({ object, root, labels, name, namespace }, { mesh }) {
    const home = object.kind === 'Namespace' ? name : namespace;
    if (!waypointOf(labels, home) || labels[dataplaneModeLabel] === 'ambient' || mesh.injection.isAmbient(home)) return [];
    return [
      root.at('metadata', 'labels', 'istio.io/use-waypoint').finding({
        message: `a waypoint is asked for, and ${object.kind} \`${name}\` is not in the ambient mesh`,
        why: 'its pods do not send by the waypoint; only callers in the ambient mesh do',
        fix: `labels: { ${dataplaneModeLabel}: ambient }`,
      }),
    ];
  },
});
