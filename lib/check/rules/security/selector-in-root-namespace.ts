import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const selectorInRootNamespace = rule({
  code: 'MESH044',
  name: 'selector-in-root-namespace',
  level: 'warning',
  kinds: [kinds.PeerAuthentication],
  check: ofCauses('another namespace'),
});
