import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const identityAtGateway = rule({
  code: 'MESH036',
  name: 'identity-at-gateway',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check: ofCauses('no identity'),
});
