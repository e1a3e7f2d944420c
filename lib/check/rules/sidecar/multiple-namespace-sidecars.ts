import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const multipleNamespaceSidecars = rule({
  code: 'IST0111',
  name: 'multiple-namespace-sidecars',
  level: 'error',
  kinds: [kinds.Sidecar],
  check: ofCauses('older default'),
});
