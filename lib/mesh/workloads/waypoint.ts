import type { Labels } from '../../istio/labels';
import { namespaceOf, qualifiedName } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { gatewayName } from '../gateway-api/deployments';
import { controllerOf } from '../gateway-api/gateway-classes';
import { gatewayApi, stored } from '../gateway-api/objects';
import type { Objects } from '../objects';
import { labelSelectorFits } from './label-selector';

/** The label of the pods of waypoints, and its value. Source: Istio `ManagedGatewayMeshControllerLabel`. */
export const managedLabel = 'gateway.istio.io/managed';
export const managedByMesh = 'istio.io-mesh-controller';
const waypointFor = 'istio.io/waypoint-for';
const inboundBinding = 'ambient.istio.io/waypoint-inbound-binding';

/** A waypoint: a Gateway whose pods take the requests for Services, or for pods, of the ambient mesh. */
export interface Waypoint {
  /** `namespace/name` of the Gateway. */
  readonly name: string;
  readonly namespace: string;
  /** Of its pods, which istiod makes. */
  readonly labels: Labels;
  readonly serviceAccount: string;
}

/** What a Gateway that is asked for as a waypoint is. */
export interface FoundWaypoint {
  readonly waypoint?: Waypoint;
  /** Why nothing goes by it; undefined where a waypoint is. */
  readonly refusal?: string;
  /** What of it could change an answer and is not evaluated. */
  readonly undecided?: string;
}

/** For whom a waypoint is asked. */
export interface Asking {
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  readonly traffic: 'service' | 'workload';
}

/** The waypoint that a Gateway makes for whoever asks. Source: Istio `gatewayToWaypointTransform`, `fetchWaypointForTarget`. */
export function waypointOfGateway(gateway: Manifest, objects: Objects, asking: Asking): FoundWaypoint {
  const root = stored(gateway);
  const name = qualifiedName(gateway.object);
  const className = root.at('spec', 'gatewayClassName').text;
  if (controllerOf(objects, className) !== 'waypoint')
    return {
      undecided: `what Gateway ${name} of class \`${className}\`, which is no class of waypoints, makes of connections to port 15008`,
    };
  const gatewayClass = objects.find(gatewayApi, 'GatewayClass', { name: className });
  const binding = [gateway, gatewayClass].some((each) => each?.object.metadata.annotations?.[inboundBinding] !== undefined);
  if (binding) return { undecided: `what waypoint ${name} makes of requests: it is annotated \`${inboundBinding}\`` };
  if (!allows(root, namespaceOf(gateway.object), asking))
    return { refusal: `waypoint ${name} does not allow namespace \`${asking.namespace}\`` };
  const traffic = gateway.object.metadata.labels?.[waypointFor] ?? gatewayClass?.object.metadata.labels?.[waypointFor] ?? 'service';
  if (traffic !== asking.traffic && traffic !== 'all')
    return { refusal: `waypoint ${name} has \`${waypointFor}: ${traffic}\`, and is for no ${asking.traffic}` };
  return { waypoint: waypointNamed(name, root) };
}

/** A waypoint, and its pods as istiod makes them. @param gateway the Gateway, where it is among the manifests */
export function waypointNamed(name: string, gateway?: FieldReader): Waypoint {
  const [namespace = '', own = ''] = name.split('/');
  const account = gateway?.at('metadata', 'annotations', 'gateway.istio.io/service-account').text;
  const override = gateway?.at('metadata', 'annotations', 'gateway.istio.io/name-override').text;
  return { name, namespace, labels: { [gatewayName]: own, [managedLabel]: managedByMesh }, serviceAccount: account || override || own };
}

/** The listener for HBONE says which namespaces may use the waypoint; without one, its own. */
function allows(gateway: FieldReader, own: string, { namespace, namespaceLabels }: Asking): boolean {
  const listener = gateway
    .at('spec', 'listeners')
    .items.find((each) => each.at('protocol').text === 'HBONE' && each.at('port').number === 15008);
  const allowed = listener?.at('allowedRoutes', 'namespaces');
  const from = allowed?.at('from').text || 'Same';
  if (from === 'All') return true;
  if (from !== 'Selector' || !allowed) return namespace === own;
  return labelSelectorFits(allowed.at('selector'), { ...namespaceLabels, 'kubernetes.io/metadata.name': namespace });
}
