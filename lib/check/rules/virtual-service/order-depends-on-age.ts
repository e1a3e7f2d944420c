import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { rivalsOnGateways } from './shared/virtual-service-rivals';

export const orderDependsOnAge = rule({
  code: 'MESH008',
  name: 'order-depends-on-age',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: (subject, { mesh }) =>
    rivalsOnGateways(mesh, subject)
      .filter(({ region }) => region !== undefined)
      .map(({ hostField, host, other, gateway, region }) =>
        hostField.finding({
          message: `requests for \`${host}\`${region} at \`${gateway}\` may go by this VirtualService or by \`${other}\``,
          why: 'the gateway tries the rules of the older one first; made again, the younger one comes last',
          fix: 'merge them into one VirtualService, where the order is written down',
        }),
      ),
});
