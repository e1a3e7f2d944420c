import { kinds } from '../../../../istio/kinds';
import type { Reason } from '../../../../mesh/gateway-api/objects';
import type { Rule } from '../../../rule';

/** The kinds of routes that istiod translates. */
export const routes = [kinds.HTTPRoute, kinds.GRPCRoute, kinds.TLSRoute, kinds.TCPRoute] as const;

/** The kinds that have listeners. */
export const listening = [kinds.KubernetesGateway, kinds.ListenerSet] as const;

/** Reports one reason of the conditions that istiod will write into the status of an object. */
export function statusCheck(reason: Reason, { why, fix }: { readonly why: string; readonly fix: string }): Rule['check'] {
  return ({ manifest }, { mesh }) =>
    mesh.gatewayApi
      .problemsOf(manifest)
      .filter((problem) => problem.reason === reason)
      .map(({ path, message, consequence, fix: own }) => ({ path, message, why: consequence ?? why, fix: own ?? fix }));
}
