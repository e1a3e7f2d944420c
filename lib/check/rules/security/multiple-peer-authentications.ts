import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const multiplePeerAuthentications = rule({
  code: 'KIA0002',
  name: 'multiple-peer-authentications',
  level: 'warning',
  kinds: [kinds.PeerAuthentication],
  check: ofCauses('older default'),
});
