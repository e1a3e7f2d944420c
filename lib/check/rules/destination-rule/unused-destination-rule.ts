import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const unusedDestinationRule = rule({
  code: 'MESH041',
  name: 'unused-destination-rule',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  closedWorld: true,
  check: ofCauses('not exported', 'another namespace', 'another workload', 'nearer object', 'newer object', 'more specific host'),
});
