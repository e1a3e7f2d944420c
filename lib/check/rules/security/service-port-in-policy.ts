import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const servicePortInPolicy = rule({
  code: 'MESH033',
  name: 'service-port-in-policy',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy, kinds.PeerAuthentication],
  check: ofCauses('wrong port number'),
});
