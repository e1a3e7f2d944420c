import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const authenticationWithoutWaypoint = rule({
  code: 'KIA1110',
  name: 'authentication-without-waypoint',
  level: 'warning',
  kinds: [kinds.RequestAuthentication],
  check: ofCauses('no waypoint'),
});
