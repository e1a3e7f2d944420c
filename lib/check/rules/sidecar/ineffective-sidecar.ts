import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const ineffectiveSidecar = rule({
  code: 'IST0167',
  name: 'ineffective-sidecar',
  level: 'warning',
  kinds: [kinds.Sidecar],
  check: ofCauses('ambient'),
});
