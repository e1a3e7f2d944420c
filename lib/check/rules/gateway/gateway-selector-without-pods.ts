import { kinds } from '../../../istio/kinds';
import { formatSelector } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';

export const gatewaySelectorWithoutPods = rule({
  code: 'IST0101',
  name: 'gateway-selector-without-pods',
  level: 'error',
  kinds: [kinds.Gateway],
  closedWorld: true,
  check({ spec }, { mesh }) {
    const selector = spec.at('selector').labels ?? {};
    if (mesh.pods.select(selector).length > 0) return [];
    return [
      spec.at('selector').finding({
        message: `no pod carries the labels \`${formatSelector(selector)}\` of this Gateway's selector`,
        why: 'no proxy opens its ports, so nobody can reach its hosts',
        fix: mesh.pods.select({ istio: 'ingressgateway' }).length > 0 ? 'selector: { istio: ingressgateway }' : undefined,
      }),
    ];
  },
});
