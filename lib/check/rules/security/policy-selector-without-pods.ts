import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const policySelectorWithoutPods = rule({
  code: 'KIA0004',
  name: 'policy-selector-without-pods',
  level: 'warning',
  kinds: [kinds.PeerAuthentication, kinds.RequestAuthentication],
  closedWorld: true,
  check: ofCauses('no such pod'),
});
