import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const targetPortInSettings = rule({
  code: 'MESH034',
  name: 'target-port-in-settings',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check: ofCauses('wrong port number'),
});
