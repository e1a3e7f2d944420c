import type { Mesh } from '../mesh/mesh';
import { isAmbientNamespace, namespaceLabels } from './injection';

const useWaypoint = 'istio.io/use-waypoint';
const waypointNamespace = 'istio.io/use-waypoint-namespace';

/** The waypoint that an object's labels ask for, as `namespace/name`; `none` asks for none. */
export function waypointOf(labels: Readonly<Record<string, string>>, namespace: string): string | undefined {
  const name = labels[useWaypoint];
  return name === undefined || name === 'none' ? undefined : `${labels[waypointNamespace] ?? namespace}/${name}`;
}

/** Are the pods of this namespace in the ambient mesh, with no waypoint in front of any of them? Then nothing there reads HTTP. */
export function lacksWaypoint(mesh: Mesh, namespace: string): boolean {
  if (!isAmbientNamespace(mesh, namespace)) return false;
  if (waypointOf(namespaceLabels(mesh, namespace) ?? {}, namespace)) return false;
  const services = mesh.services.all.filter((service) => service.namespace === namespace && service.registry === 'kubernetes');
  return !services.some(({ manifest }) => waypointOf(manifest.object.metadata.labels ?? {}, namespace));
}
