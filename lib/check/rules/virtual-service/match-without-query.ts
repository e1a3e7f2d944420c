import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const matchWithoutQuery = rule({
  code: 'MESH031',
  name: 'match-without-query',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ofCauses('never in a path'),
});
