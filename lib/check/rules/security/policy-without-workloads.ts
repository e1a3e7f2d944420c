import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const policyWithoutWorkloads = rule({
  code: 'IST0127',
  name: 'policy-without-workloads',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  closedWorld: true,
  check: ofCauses('no such pod'),
});
