import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const telemetryWithoutWaypoint = rule({
  code: 'KIA1112',
  name: 'telemetry-without-waypoint',
  level: 'warning',
  kinds: [kinds.Telemetry],
  check: ofCauses('no waypoint'),
});
