import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const unusedServiceEntry = rule({
  code: 'MESH045',
  name: 'unused-service-entry',
  level: 'warning',
  kinds: [kinds.ServiceEntry],
  closedWorld: true,
  check: ofCauses('not exported', 'nearer object', 'older object'),
});
