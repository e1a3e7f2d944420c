import type { Objects } from '../objects';
import { gatewayApi, stored } from './objects';

/** Who serves the Gateways of a class: `ingress` and `waypoint` are Istio's; of any other, istiod makes nothing. */
export type Controller = 'ingress' | 'waypoint' | 'east-west' | 'other';

const controllers: Readonly<Record<string, Controller>> = {
  'istio.io/gateway-controller': 'ingress',
  'istio.io/mesh-controller': 'waypoint',
  'istio.io/eastwest-controller': 'east-west',
};

/** The classes that istiod brings. Source: Istio `gatewaycommon.GetBuiltinGatewayClasses`. */
const builtIn: Readonly<Record<string, Controller>> = { istio: 'ingress', 'istio-waypoint': 'waypoint', 'istio-east-west': 'east-west' };

/** Of Gateways in other clusters. Source: Istio `constants.RemoteGatewayClassName`. */
export const remoteClass = 'istio-remote';

/** The classes that need no GatewayClass among the manifests. */
export const builtInClasses: readonly string[] = [...Object.keys(builtIn), remoteClass];

/** Who serves the Gateways of a class. */
export function controllerOf(objects: Objects, className: string): Controller {
  const declared = objects.find(gatewayApi, 'GatewayClass', { name: className });
  if (declared) return controllers[stored(declared).at('spec', 'controllerName').text] ?? 'other';
  return builtIn[className] ?? 'other';
}
