import { istioKinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const undiscoveredObject = rule({
  code: 'MESH046',
  name: 'undiscovered-object',
  level: 'warning',
  kinds: istioKinds,
  closedWorld: true,
  evenIfOverridden: true,
  check: ofCauses('not discovered', 'another revision'),
});
