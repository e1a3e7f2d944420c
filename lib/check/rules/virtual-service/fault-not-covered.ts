import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const faultNotCovered = rule({
  code: 'MESH048',
  name: 'fault-not-covered',
  level: 'info',
  kinds: [kinds.VirtualService],
  check: ofCauses('fault not covered'),
});
