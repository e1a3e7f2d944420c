import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const rulesNotForMesh = rule({
  code: 'MESH027',
  name: 'rules-not-for-mesh',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ofCauses('not for the mesh'),
});
