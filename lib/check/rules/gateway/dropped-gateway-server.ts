import { kinds } from '../../../istio/kinds';
import { gatewayRouters } from '../../../route/gateway/gateway-routers';
import { rule } from '../../rule';

export const droppedGatewayServer = rule({
  code: 'MESH009',
  name: 'dropped-gateway-server',
  level: 'warning',
  kinds: [kinds.Gateway],
  check({ manifest, spec }, { mesh }) {
    const reasons = new Map<number, string>();
    for (const router of gatewayRouters(mesh)) {
      for (const { server, reason } of router.servers.dropped) {
        if (server.gateway.manifest.object === manifest.object && !reasons.has(server.index)) reasons.set(server.index, reason);
      }
    }
    return [...reasons].map(([index, reason]) =>
      spec.at('servers', index, 'port', 'protocol').finding({
        message: `this server is left out: ${reason}`,
        why: 'istiod merges all Gateways of a pod and drops what does not fit, with no more than a line in its log',
        fix: 'use another port, or the protocol of the first one',
      }),
    );
  },
});
