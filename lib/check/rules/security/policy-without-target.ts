import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const policyWithoutTarget = rule({
  code: 'KIA0110',
  name: 'policy-without-target',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check: ofCauses('no target'),
});
