import { memo } from '../../memo';
import type { Mesh } from '../../mesh/mesh';
import { GatewayRouter } from './gateway-router';

/** More unlike gateways than any mesh has; it keeps the time linear when a selector fits everything. */
const most = 50;

/** What each unlike gateway pod of the mesh makes of the Gateways that select it. */
export const gatewayRouters = memo((mesh: Mesh): readonly GatewayRouter[] => {
  const pods = new Map<string, { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }>();
  for (const selector of new Map(mesh.gateways.all.map(({ selector }) => [JSON.stringify(selector), selector])).values()) {
    if (Object.keys(selector).length === 0) continue;
    for (const { namespace, labels } of mesh.pods.select(selector)) {
      if (pods.size < most) pods.set(JSON.stringify([namespace, labels]), { namespace, labels });
    }
  }
  if (pods.size === 0 && mesh.gateways.all.length > 0) pods.set('', mesh.gatewayPods.first);
  return [...pods.values()].map((pod) => new GatewayRouter(mesh, pod));
});
