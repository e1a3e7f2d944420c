import { lazy } from '../../lazy';
import type { Mesh } from '../../mesh/mesh';
import type { Caller } from '../../mesh/security/identities';
import type { Service, ServicePort } from '../../mesh/services/service';
import type { SidecarScope } from '../../mesh/sidecars/sidecar-scope';
import { plainForward } from '../answer/answer';
import { answered, type Decision } from '../answer/decision';
import { type Cluster, Clusters } from '../cluster';
import { type Incoming, type Reading, receive } from '../request/incoming';
import { noSuchName } from '../request/no-such-name';
import { calledHost, type Request } from '../request/request';

/** Where no proxy reads the request, its path stays as it is. */
export const unread: Reading = { normalization: 'NONE' };

/** A service port that is called. */
export interface Called {
  readonly service: Service;
  readonly port: ServicePort;
}

/** What becomes of calls that no route and no listener of a sidecar is for: passed on to where they were going, or stopped. */
export class Passthrough {
  private readonly plainClusters = lazy(
    () =>
      new Clusters(this.mesh, this.client, {
        lookup: (host) => this.mesh.clusterNames.service(host, this.client.namespace),
        readsRules: false,
      }),
  );
  private readonly passed = new Map<Cluster, Cluster>();

  constructor(
    private readonly mesh: Mesh,
    private readonly client: Caller,
    private readonly known: { readonly scope: SidecarScope; readonly reading: Reading },
  ) {}

  /** A listener for HTTP takes requests for every host of its port, and stops those it does not know. */
  unknownHost(request: Request): Decision {
    return answered(502, `${unknown(calledHost(request))}, and outbound traffic is REGISTRY_ONLY`);
  }

  /**
   * Calls of hosts that the sidecar does not know: passed on in plain text to where they were going, or stopped.
   *
   * @param failure what the client gets when nothing is there: 503 from a listener for HTTP, else a closed connection
   */
  beyond(request: Request, failure: 503 | 'error'): Decision {
    const host = calledHost(request);
    if (!this.known.scope.allowsAny) return answered('error', `connection closed: ${unknown(host)}, and outbound traffic is REGISTRY_ONLY`);
    const incoming = receive(request, failure === 503 ? this.known.reading : unread);
    if ('malformed' in incoming) return answered(incoming.status ?? 400, incoming.malformed);
    const service = this.mesh.clusterNames.service(host, this.client.namespace);
    const named = service?.externalName;
    const meant = named === undefined ? service : this.mesh.clusterNames.service(named, this.client.namespace);
    if (meant && meant.externalName === undefined) return this.passOn(meant, incoming, { request, failure });
    if (named === undefined && this.mesh.clusterNames.isOfCluster(host)) return noSuchName(this.mesh, host);
    const outside = named ?? host;
    const cluster = { host: outside, subset: null, port: request.port, endpoints: [], podLabels: {}, passthrough: true };
    return {
      ...plainForward(cluster, incoming, undefined),
      assumed: [`\`${outside}\` answers on port ${request.port}: it is outside the mesh`],
    };
  }

  /**
   * Plain text at a port that is told apart by server names, which it has none of: passed on as it is, without the TLS that
   * a DestinationRule would start. Source: Istio `appendListenerFallthroughRouteForCompleteListener`.
   */
  beyondTls({ service, port }: Called, request: Request): Decision {
    const decision = this.beyond(request, 'error');
    if (!this.known.scope.allowsAny) return decision;
    const asked = `whether the program on port ${port.number} of \`${service.host}\`, declared as ${port.protocol}, accepts plain text: the sidecar passes it on as it is`;
    return { ...decision, undecided: [...decision.undecided, asked] };
  }

  /** A Service that the sidecar does not import: kube-proxy takes the connection to a pod, and no VirtualService applies. */
  private passOn(service: Service, incoming: Incoming, { request, failure }: { request: Request; failure: 503 | 'error' }): Decision {
    if (service.ports.every(({ number }) => number !== request.port)) {
      const ports = service.ports.map(({ number }) => number).join(', ') || 'none';
      return answered(failure, `connection refused: Service \`${service.host}\` has no port ${request.port}, only ${ports}`);
    }
    const cluster = this.plainClusters().get({ host: service.host, port: request.port });
    if (cluster.failure) return answered(failure, `connection refused: ${cluster.failure.reason}`);
    let passed = this.passed.get(cluster);
    if (!passed) {
      passed = { ...cluster, passthrough: true };
      this.passed.set(cluster, passed);
    }
    return plainForward(passed, incoming, undefined);
  }
}

function unknown(host: string): string {
  return `\`${host}\` is no service this client may call`;
}
