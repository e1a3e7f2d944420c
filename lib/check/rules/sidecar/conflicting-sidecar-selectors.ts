import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const conflictingSidecarSelectors = rule({
  code: 'IST0110',
  name: 'conflicting-sidecar-selectors',
  level: 'error',
  kinds: [kinds.Sidecar],
  check: ofCauses('older object'),
});
