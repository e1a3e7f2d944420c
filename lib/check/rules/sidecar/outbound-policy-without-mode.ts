import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const outboundPolicyWithoutMode = rule({
  code: 'KIA1007',
  name: 'outbound-policy-without-mode',
  level: 'info',
  kinds: [kinds.Sidecar],
  check({ spec }) {
    const policy = spec.at('outboundTrafficPolicy');
    if (!policy.exists || policy.at('mode').text !== '') return [];
    return [
      policy.finding({
        message: '`outboundTrafficPolicy` names no mode',
        why: 'the first one counts, `REGISTRY_ONLY`: calls to hosts that the mesh does not know are blocked',
        fix: 'mode: ALLOW_ANY',
      }),
    ];
  },
});
