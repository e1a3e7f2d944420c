import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const identityWithoutMtls = rule({
  code: 'KIA0105',
  name: 'identity-without-mtls',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check: ofCauses('no mutual TLS'),
});
