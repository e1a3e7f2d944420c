import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const sidecarSelectorWithoutPods = rule({
  code: 'IST0101',
  name: 'sidecar-selector-without-pods',
  level: 'error',
  kinds: [kinds.Sidecar, kinds.Telemetry],
  closedWorld: true,
  check: ofCauses('no such pod'),
});
