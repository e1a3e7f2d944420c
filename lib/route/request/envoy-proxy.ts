import type { Mesh } from '../../mesh/mesh';
import type { Client } from '../../mesh/routing/destination-rules';
import type { DestinationSpec } from '../../mesh/routing/virtual-service-spec';
import type { Service } from '../../mesh/services/service';
import { type ClusterScope, Clusters } from '../cluster';
import { type HashPolicy, hashPolicyOf } from '../rule/hash';

/** One Envoy: a gateway pod, or the sidecar of a client. */
export class EnvoyProxy {
  readonly clusters: Clusters;
  /** The service a host name means to this proxy. */
  readonly lookup: (host: string) => Service | undefined;

  constructor(
    readonly mesh: Mesh,
    readonly client: Client,
    /** What it knows of services. @default - those that are exported to its namespace, and their pods */
    scope: Partial<ClusterScope> = {},
  ) {
    this.lookup = scope.lookup ?? ((host) => mesh.services.visibleTo(client.namespace, host));
    this.clusters = new Clusters(mesh, client, { ...scope, lookup: this.lookup });
  }

  /** The service of a host, of the VirtualService's namespace first. Source: Istio `buildNameToServiceMapForHTTPRoutes`. */
  serviceFor(host: string, namespace: string): Service | undefined {
    const own = this.mesh.services.inNamespace(host, namespace);
    return own?.visibility.includes(this.client.namespace) ? own : this.lookup(host);
  }

  /** The hash policy the DestinationRule in force sets for a destination. */
  hashPolicy({ host = '', subset, port }: DestinationSpec): HashPolicy | undefined {
    const service = this.lookup(host);
    return service && hashPolicyOf(this.mesh.destinationRules.inForce(this.client, service), subset, port?.number);
  }
}
