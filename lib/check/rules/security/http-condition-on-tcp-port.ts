import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const httpConditionOnTcpPort = rule({
  code: 'MESH042',
  name: 'http-condition-on-tcp-port',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check: ofCauses('no HTTP on the port'),
});
