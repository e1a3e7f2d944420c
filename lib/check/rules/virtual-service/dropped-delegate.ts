import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const droppedDelegate = rule({
  code: 'MESH053',
  name: 'dropped-delegate',
  level: 'warning',
  kinds: [kinds.VirtualService],
  closedWorld: true,
  // What a rule drops is reported there, once: not again at the delegate.
  check: ({ manifest, qualifiedName }, { mesh }) =>
    mesh.passedOver
      .of(manifest, 'dropped delegate')
      .filter(({ path }) => path.includes('delegate') || mesh.virtualServices.delegatingTo(qualifiedName).length === 0),
});
