import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { isGeneratedGateway } from './shared/generated-gateway';

export const generatedGatewayReference = rule({
  code: 'IST0165',
  name: 'generated-gateway-reference',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check: ({ spec }) =>
    spec
      .at('gateways')
      .items.filter((field) => isGeneratedGateway(field.text))
      .map((field) =>
        field.finding({
          message: `\`${field.text}\` is a gateway that Istio generates from a Kubernetes Gateway`,
          why: 'its name is an internal detail that may change, and an HTTPRoute is what attaches to a Kubernetes Gateway',
          fix: 'write an HTTPRoute with this Gateway as its parentRef',
        }),
      ),
});
