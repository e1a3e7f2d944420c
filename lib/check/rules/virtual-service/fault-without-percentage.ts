import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const faultWithoutPercentage = rule({
  code: 'MESH047',
  name: 'fault-without-percentage',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ofCauses('fault never fires'),
});
