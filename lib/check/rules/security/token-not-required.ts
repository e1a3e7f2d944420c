import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const tokenNotRequired = rule({
  code: 'MESH035',
  name: 'token-not-required',
  level: 'info',
  kinds: [kinds.RequestAuthentication],
  closedWorld: true,
  check: ofCauses('token not required'),
});
