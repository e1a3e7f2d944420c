import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const wildcardHostHidden = rule({
  code: 'MESH029',
  name: 'wildcard-host-hidden',
  level: 'info',
  kinds: [kinds.VirtualService],
  check: ofCauses('more specific host'),
});
