import { kinds } from '../../../istio/kinds';
import type { Labels } from '../../../istio/labels';
import type { Mesh } from '../../../mesh/mesh';
import { formatSelector } from '../../../mesh/workloads/pods';
import { closest } from '../../../text';
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
    const [unread] = mesh.unreadValues;
    if (unread !== undefined || mayBeInstalled(selector, mesh)) {
      return [
        spec.at('selector').finding({
          level: 'info',
          message: `pods with \`${formatSelector(selector)}\` are assumed: none is among the manifests`,
          why: unread ?? 'a gateway that Helm or istioctl installs is not in application manifests; `mesh route` asks such a pod',
        }),
      ];
    }
    return [
      spec.at('selector').finding({
        message: `no pod carries the labels \`${formatSelector(selector)}\` of this Gateway's selector`,
        why: 'no proxy opens its ports, so its hosts cannot be reached',
        fix: mesh.pods.select({ istio: 'ingressgateway' }).length > 0 ? 'selector: { istio: ingressgateway }' : undefined,
      }),
    ];
  },
});

/**
 * Helm's `gateway` chart labels its pods `istio: <name of the release>`, so any value of that label may be installed,
 * unless it is a slip of one that is known.
 */
function mayBeInstalled(selector: Labels, mesh: Mesh): boolean {
  const { istio, app, ...others } = selector;
  if (!mesh.assumesGateways || istio === undefined || Object.keys(others).length > 0 || (app !== undefined && !app.includes(istio)))
    return false;
  const known = ['ingressgateway', 'egressgateway', ...mesh.workloads.all.flatMap(({ labels }) => labels.istio ?? [])];
  return known.includes(istio) || closest(istio, known) === undefined;
}
