import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const objectForPodsWithoutProxy = rule({
  code: 'MESH043',
  name: 'object-for-pods-without-proxy',
  level: 'warning',
  kinds: [kinds.PeerAuthentication, kinds.RequestAuthentication, kinds.Sidecar],
  closedWorld: true,
  check: ofCauses('no proxy'),
});
