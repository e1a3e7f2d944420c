import type { FieldReader } from '../../manifest/field';
import type { Service } from '../services/service';
import type { ServiceIndex } from '../services/services';
import type { Injection } from './injection';

const useWaypoint = 'istio.io/use-waypoint';
const waypointNamespace = 'istio.io/use-waypoint-namespace';

/** The waypoint that an object's labels ask for, as `namespace/name`; `none` asks for none. */
export function waypointOf(labels: Readonly<Record<string, string>>, namespace: string): string | undefined {
  const name = labels[useWaypoint];
  return name === undefined || name === 'none' ? undefined : `${labels[waypointNamespace] ?? namespace}/${name}`;
}

/** Which namespaces of the ambient mesh have a waypoint. */
export class Waypoints {
  constructor(
    private readonly injection: Injection,
    private readonly services: ServiceIndex,
  ) {}

  /** The waypoint in front of a Service, as `namespace/name`: its own label counts before the namespace's. Source: Istio `fetchWaypointForService`. */
  of({ namespace, registry, manifest }: Service): string | undefined {
    const own = manifest.object.metadata.labels ?? {};
    if (own[useWaypoint] !== undefined) return waypointOf(own, namespace);
    return registry === 'kubernetes' || this.injection.isAmbient(namespace)
      ? waypointOf(this.injection.namespaceLabels(namespace) ?? {}, namespace)
      : undefined;
  }

  /** Are the pods of this namespace in the ambient mesh, with no waypoint in front of any of them? Then nothing there reads HTTP. */
  isMissing(namespace: string): boolean {
    if (!this.injection.isAmbient(namespace)) return false;
    if (waypointOf(this.injection.namespaceLabels(namespace) ?? {}, namespace)) return false;
    const services = this.services.all.filter((service) => service.namespace === namespace && service.registry === 'kubernetes');
    return !services.some(({ manifest }) => waypointOf(manifest.object.metadata.labels ?? {}, namespace));
  }
}

const httpFields = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'];

/** The conditions in a rule of an AuthorizationPolicy that only a proxy that reads HTTP can ask. */
export function httpConditions(entry: FieldReader): FieldReader[] {
  const operations = entry.at('to').items.flatMap((to) => httpFields.map((field) => to.at('operation', field)));
  const sources = entry.at('from').items.map((from) => from.at('source', 'requestPrincipals'));
  const keys = entry
    .at('when')
    .items.map((when) => when.at('key'))
    .filter(({ text }) => text.startsWith('request.'));
  return [...operations, ...sources, ...keys].filter(({ exists }) => exists);
}
