import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const gatewayWithoutSelector = rule({
  code: 'MESH020',
  name: 'gateway-without-selector',
  level: 'warning',
  kinds: [kinds.Gateway],
  check({ spec, nameField }) {
    if (Object.keys(spec.at('selector').labels ?? {}).length > 0) return [];
    return [
      nameField.finding({
        message: 'this Gateway has no selector',
        why: 'it opens its ports on every gateway pod of the mesh, those of other teams and the egress gateway included',
        fix: 'selector: { istio: ingressgateway }',
      }),
    ];
  },
});
