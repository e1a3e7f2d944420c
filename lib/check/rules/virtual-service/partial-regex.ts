import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const partialRegex = rule({
  code: 'MESH032',
  name: 'partial-regex',
  level: 'info',
  kinds: [kinds.VirtualService],
  check: ofCauses('whole text'),
});
