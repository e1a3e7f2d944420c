import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { Mesh } from '../../mesh/mesh';
import { GatewayRouter } from './gateway-router';

/** The gateway pod that is taken for granted where the set has none: Istio's own ingress gateway. */
export const assumedGateway: GatewayPod = { namespace: 'istio-system', labels: { istio: 'ingressgateway', app: 'istio-ingressgateway' } };

/** The gateway pod of a set: the first workload that a Gateway's selector fits, else the assumed one. */
export function gatewayPodOf(mesh: Mesh): GatewayPod {
  const selective = mesh.gateways.all.filter((gateway) => Object.keys(gateway.selector).length > 0);
  const workload = mesh.workloads.all.find(({ labels }) => selective.some((gateway) => gateway.selects(labels)));
  return workload ? { namespace: workload.namespace, labels: workload.labels } : assumedGateway;
}

const routers = new WeakMap<Mesh, GatewayRouter>();

/** The router of a mesh's own gateway, made once. */
export function gatewayRouterOf(mesh: Mesh): GatewayRouter {
  let router = routers.get(mesh);
  if (!router) {
    router = new GatewayRouter(mesh, gatewayPodOf(mesh));
    routers.set(mesh, router);
  }
  return router;
}
