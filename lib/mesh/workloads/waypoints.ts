import type { Labels } from '../../istio/labels';
import { namespaceOf } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { gatewayApi } from '../gateway-api/objects';
import type { Objects } from '../objects';
import type { Place } from '../routing/http-rule';
import type { Service } from '../services/service';
import type { ServiceIndex } from '../services/services';
import type { Injection } from './injection';
import { type FoundWaypoint, managedByMesh, managedLabel, waypointNamed, waypointOfGateway } from './waypoint';
import type { Workload } from './workloads';

const useWaypoint = 'istio.io/use-waypoint';
const canary = 'istio.io/use-waypoint-canary';
const ingressUseWaypoint = 'istio.io/ingress-use-waypoint';
const waypointNamespace = 'istio.io/use-waypoint-namespace';

/** The waypoint that an object's labels ask for, as `namespace/name`; `none` asks for none. */
export function waypointOf(labels: Readonly<Record<string, string>>, namespace: string): string | undefined {
  const name = labels[useWaypoint];
  return name === undefined || name === 'none' ? undefined : `${labels[waypointNamespace] ?? namespace}/${name}`;
}

/** A waypoint that a Service or pods ask for. */
export interface WaypointBinding extends FoundWaypoint {
  /** `namespace/name`. */
  readonly name: string;
  /** The label that asks for it. */
  readonly place: Place;
  /** What the manifests do not say and the binding relies on. */
  readonly assumed?: string;
}

interface Context {
  readonly injection: Injection;
  readonly services: ServiceIndex;
  /** Do the manifests hold every Gateway? */
  readonly complete: boolean;
}

/** Which Services and pods of the ambient mesh have a waypoint in front of them. */
export class Waypoints {
  private readonly bindings = new Map<Manifest, WaypointBinding | undefined>();
  private readonly injection: Injection;
  private readonly services: ServiceIndex;
  private readonly complete: boolean;

  constructor(
    private readonly objects: Objects,
    { injection, services, complete }: Context,
  ) {
    this.injection = injection;
    this.services = services;
    this.complete = complete;
  }

  /** The waypoint that a Service asks for: its own label counts before the namespace's. Source: Istio `fetchWaypointForService`. */
  of({ manifest }: Service): WaypointBinding | undefined {
    const { labels = {} } = manifest.object.metadata;
    if (labels[managedLabel] === managedByMesh) return undefined;
    if (!this.bindings.has(manifest)) this.bindings.set(manifest, this.binding(manifest, labels, 'service'));
    return this.bindings.get(manifest);
  }

  /** The waypoint of pods that are called by their own addresses. Source: Istio `fetchWaypointForWorkload`. */
  ofPods({ manifest, labels }: Workload): WaypointBinding | undefined {
    return labels[managedLabel] === managedByMesh ? undefined : this.binding(manifest, labels, 'workload');
  }

  /**
   * The waypoint by which connections of a proxy to a Service go. ztunnel uses it where the Service has an address,
   * a gateway where the Service or its namespace asks for that too, and a sidecar never. Source: Istio
   * `EndpointBuilder.findServiceWaypoint`, ztunnel `fetch_service_waypoint`.
   */
  usedBy(proxy: string, service: Service): WaypointBinding | undefined {
    const uses = proxy === 'ztunnel' || (proxy === 'gateway' && this.isUsedByGateways(service));
    return uses && hasAddress(service) ? this.of(service) : undefined;
  }

  /**
   * What of waypoints is not evaluated for connections of a proxy to a Service: Gateways of other classes, canaries, and those in
   * front of pods instead of the Service.
   */
  undecidedBefore(proxy: string, service: Service, endpoints: readonly { readonly workload?: Workload }[]): readonly string[] {
    const binding = this.usedBy(proxy, service);
    const ofPods = proxy === 'ztunnel' && service.headless ? endpoints : [];
    const inFront = ofPods.flatMap(({ workload }) => (workload && this.ofPods(workload)) ?? []);
    const undecided = inFront.flatMap(({ name, waypoint, undecided: own }) =>
      waypoint ? `what waypoint ${name} makes of calls of pods by their own addresses` : (own ?? []),
    );
    return [...new Set([...(binding?.undecided ? [binding.undecided] : []), ...undecided])];
  }

  private isUsedByGateways({ manifest, namespace }: Service): boolean {
    const own = manifest.object.metadata.labels?.[ingressUseWaypoint];
    return isTrue(own ?? this.injection.namespaceLabels(namespace)?.[ingressUseWaypoint]);
  }

  private binding(manifest: Manifest, labels: Labels, traffic: 'service' | 'workload'): WaypointBinding | undefined {
    const namespace = namespaceOf(manifest.object);
    const namespaceLabels = this.injection.namespaceLabels(namespace) ?? {};
    const isOwn = labels[useWaypoint] !== undefined;
    const asked = isOwn ? labels : namespaceLabels;
    const name = waypointOf(asked, namespace);
    if (name === undefined) return undefined;
    const holder = isOwn ? manifest : this.objects.find('', 'Namespace', { name: namespace });
    const bound = { name, place: { manifest: holder ?? manifest, path: ['metadata', 'labels', useWaypoint] } };
    const share = asked[canary];
    if (share) return { ...bound, undecided: `which requests go by the canary waypoint \`${share}\` instead of ${name}` };
    const [home = '', own = ''] = name.split('/');
    const gateway = this.objects.find(gatewayApi, 'Gateway', { namespace: home, name: own });
    if (gateway) return { ...bound, ...waypointOfGateway(gateway, this.objects, { namespace, namespaceLabels, traffic }) };
    if (this.complete) return { ...bound, refusal: `no Gateway is called ${name}` };
    if (traffic === 'workload') return undefined;
    return {
      ...bound,
      waypoint: waypointNamed(name),
      assumed: `waypoint ${name} is there, and serves namespace \`${namespace}\`: its Gateway is not among the manifests`,
    };
  }

  /** Are the pods of this namespace in the ambient mesh, with no waypoint in front of any of them? Then nothing there reads HTTP. */
  isMissing(namespace: string): boolean {
    if (!this.injection.isAmbient(namespace)) return false;
    if (waypointOf(this.injection.namespaceLabels(namespace) ?? {}, namespace)) return false;
    const services = this.services.ofNamespace(namespace).filter(({ registry }) => registry === 'kubernetes');
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

/** A waypoint finds a Service by its address; istiod gives a ServiceEntry one where it can. Source: Istio `HasAddressOrAssigned`. */
function hasAddress({ registry, hasAddress: own, resolution, externalName }: Service): boolean {
  if (externalName !== undefined) return false;
  return own || (registry === 'external' && resolution !== 'NONE');
}

/** Source: Go `strconv.ParseBool`. */
function isTrue(text: string | undefined): boolean {
  return text !== undefined && ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text);
}
