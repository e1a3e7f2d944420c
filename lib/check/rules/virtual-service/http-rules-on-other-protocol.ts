import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const httpRulesOnOtherProtocol = rule({
  code: 'MESH028',
  name: 'http-rules-on-other-protocol',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ofCauses('another protocol'),
});
