import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

const gatewayName = 'gateway.networking.k8s.io/gateway-name';

export const ineffectiveSelector = rule({
  code: 'IST0166',
  name: 'ineffective-selector',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy, kinds.RequestAuthentication, kinds.Telemetry, kinds.WasmPlugin],
  check({ spec, namespace }, { mesh }) {
    const selector = spec.at('selector');
    if (!selector.exists || spec.at('targetRef').exists) return [];
    const pod = mesh.workloads
      .select(namespace, selector.at('matchLabels').labels ?? {})
      .find(({ labels }) => labels[gatewayName] !== undefined);
    if (!pod) return [];
    return [
      selector.finding({
        message: `this selector picks the pods of the Kubernetes Gateway \`${pod.labels[gatewayName]}\`, where selectors do not count`,
        why: 'a gateway of the Gateway API takes policies by reference alone, so this one does nothing there',
        fix: `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${pod.labels[gatewayName]} }]`,
      }),
    ];
  },
});
