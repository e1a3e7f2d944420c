import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const routesWithoutWaypoint = rule({
  code: 'KIA1109',
  name: 'routes-without-waypoint',
  level: 'warning',
  kinds: [kinds.VirtualService, kinds.HTTPRoute, kinds.GRPCRoute, kinds.TLSRoute, kinds.TCPRoute],
  check: ofCauses('no waypoint'),
});
