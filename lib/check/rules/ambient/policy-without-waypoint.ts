import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const policyWithoutWaypoint = rule({
  code: 'KIA0210',
  name: 'policy-without-waypoint',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check: ofCauses('no waypoint'),
});
