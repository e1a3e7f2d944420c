import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const conflictingPeerAuthentications = rule({
  code: 'KIA0003',
  name: 'conflicting-peer-authentications',
  level: 'warning',
  kinds: [kinds.PeerAuthentication],
  check: ofCauses('older object'),
});
