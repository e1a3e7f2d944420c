import { defaultRootNamespace, ingressGatewayLabels } from '../../istio/defaults';
import { memo } from '../../memo';
import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { Mesh } from '../../mesh/mesh';
import { IngressRouter } from './ingress-router';

/** The gateway pod of Istio's own installation. */
export const assumedGateway: GatewayPod = { namespace: defaultRootNamespace, labels: ingressGatewayLabels };

/** The router of requests from outside a mesh, made once. */
export const ingressRouterOf = memo((mesh: Mesh) => new IngressRouter(mesh));
