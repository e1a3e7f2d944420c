import { namespaceOf, qualifiedName } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import type { Secrets } from '../installation/secrets';
import type { Objects } from '../objects';
import { type ConvertedDestinationRule, type ConvertedGateway, type ConvertedVirtualService, placedAt } from '../routing/converted';
import type { ServiceIndex } from '../services/services';
import { BackendTlsPolicies } from './backend-tls';
import { Backends } from './backends';
import { type Listener, Listeners } from './listeners';
import { gatewayApi, type Problem, routeKinds } from './objects';
import { Parents } from './parents';
import { ReferenceGrants } from './reference-grants';
import { RouteConverter } from './routes';

/** The facts that the translation needs. */
export interface GatewayApiFacts {
  readonly services: ServiceIndex;
  readonly secrets: Secrets;
  /** The DNS suffix of the cluster. */
  readonly clusterDomain: string;
  /** Do the manifests hold everything there is? */
  readonly complete: boolean;
}

/**
 * The Gateway API objects of a mesh, as istiod translates them: into Gateways of one server and VirtualServices of one
 * host, so that everything else has one API to read. Source: Istio `pilot/pkg/config/kube/gateway`.
 */
export class GatewayApi {
  readonly gateways: readonly ConvertedGateway[];
  readonly virtualServices: readonly ConvertedVirtualService[];
  readonly destinationRules: readonly ConvertedDestinationRule[];
  /** Of every Gateway and ListenerSet of Istio's class, those with a fault too. */
  readonly listeners: readonly Listener[];
  private readonly attached: ReadonlyMap<Listener, readonly Manifest[]>;
  /** What `status.conditions` will complain of, by object. */
  private readonly byObject = new Map<object, Problem[]>();

  constructor(objects: Objects, { services, secrets, complete, clusterDomain: domain }: GatewayApiFacts) {
    const grants = new ReferenceGrants(objects);
    const listeners = new Listeners({ objects, grants, secrets, complete, namespaces: namespacesOf(objects), domain });
    const parents = new Parents(listeners, objects, domain);
    const routes = new RouteConverter(objects, parents, new Backends({ objects, services, grants, domain }));
    this.listeners = listeners.all;
    this.attached = parents.attached;
    this.gateways = listeners.all.filter(({ valid }) => valid).map(gatewayOf);
    this.virtualServices = routes.virtualServices;
    const policies = new BackendTlsPolicies({ objects, secrets, complete, domain });
    this.destinationRules = policies.destinationRules;
    for (const problem of [...listeners.problems, ...parents.problems, ...routes.problems, ...policies.problems]) {
      const { object } = problem.manifest;
      this.byObject.set(object, [...(this.byObject.get(object) ?? []), problem]);
    }
  }

  /** The routes that are attached to a listener. */
  routesAt(listener: Listener): readonly Manifest[] {
    return this.attached.get(listener) ?? [];
  }

  /** What istiod does not do of what an object asks for. */
  problemsOf({ object }: Manifest): readonly Problem[] {
    return this.byObject.get(object) ?? [];
  }
}

function gatewayOf(listener: Listener): ConvertedGateway {
  const { manifest, path, gateway, port, protocol, hosts, tls, services, serviceNamespace } = listener;
  const [namespace = '', name = ''] = gateway.split('/');
  const { creationTimestamp } = manifest.object.metadata;
  const metadata = { name, namespace, ...(creationTimestamp ? { creationTimestamp } : {}) };
  const server = { port: { name: 'default', number: port, protocol }, hosts, ...(tls ? { tls } : {}) };
  return {
    object: { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata, spec: { servers: [server] } },
    source: placedAt(manifest.source, () => path),
    serving: { hosts: services, namespace: serviceNamespace },
    origin: manifest,
    titles: [`${qualifiedName(manifest.object)} listener ${listener.name}`],
  };
}

function namespacesOf(objects: Objects): ReadonlySet<string> {
  const declared = objects.ofKind('', 'Namespace').map(({ object }) => object.metadata.name);
  const ofRoutes = routeKinds.flatMap((kind) => objects.ofKind(gatewayApi, kind)).map(({ object }) => namespaceOf(object));
  return new Set([...declared, ...ofRoutes]);
}
