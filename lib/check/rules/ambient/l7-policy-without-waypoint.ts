import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const l7PolicyWithoutWaypoint = rule({
  code: 'KIA0109',
  name: 'l7-policy-without-waypoint',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check: ofCauses('no waypoint'),
});
