import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const ignoredTrafficPolicy = rule({
  code: 'MESH006',
  name: 'ignored-traffic-policy',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check: ofCauses('older policy'),
});
