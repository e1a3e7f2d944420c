import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const duplicateSubset = rule({
  code: 'KIA0201',
  name: 'duplicate-subset',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check: ofCauses('older subset'),
});
