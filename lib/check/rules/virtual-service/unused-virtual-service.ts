import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const unusedVirtualService = rule({
  code: 'MESH049',
  name: 'unused-virtual-service',
  level: 'warning',
  kinds: [kinds.VirtualService],
  closedWorld: true,
  check: ofCauses('not exported', 'not imported', 'no such host'),
});
