import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { statusCheck } from './shared/status-check';

export const invalidGatewayParameters = rule({
  code: 'MESH225',
  name: 'invalid-gateway-parameters',
  level: 'error',
  kinds: [kinds.KubernetesGateway],
  closedWorld: true,
  check: statusCheck('InvalidParameters', {
    why: 'istiod makes no pods for the Gateway',
    fix: 'name a ConfigMap of the namespace of the Gateway',
  }),
});
