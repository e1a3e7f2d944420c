import { kinds } from '../../../istio/kinds';
import { builtInClasses } from '../../../mesh/gateway-api/gateway-classes';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownGatewayClass = rule({
  code: 'MESH228',
  name: 'unknown-gateway-class',
  level: 'info',
  kinds: [kinds.KubernetesGateway],
  closedWorld: true,
  check({ spec }, { mesh }) {
    const className = spec.at('gatewayClassName');
    const { text } = className;
    if (text === '' || builtInClasses.includes(text) || mesh.find('gateway.networking.k8s.io', 'GatewayClass', { name: text })) return [];
    return [
      className.finding({
        message: `Istio brings no class \`${text}\`, and no GatewayClass is called so`,
        why: 'istiod makes nothing of the Gateway and of the routes attached to it: another controller may, or nothing does',
        fix: closestName(text, builtInClasses) ?? 'gatewayClassName: istio, if Istio is to serve it',
      }),
    ];
  },
});
