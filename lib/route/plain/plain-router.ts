import { isHttp } from '../../istio/protocol';
import { lazy } from '../../lazy';
import type { Mesh } from '../../mesh/mesh';
import { passedOverInMesh } from '../../mesh/passed-over/virtual-services';
import type { VirtualService } from '../../mesh/routing/virtual-service';
import type { Service, ServicePort } from '../../mesh/services/service';
import type { PodProxy } from '../../mesh/workloads/injection';
import type { Workload } from '../../mesh/workloads/workloads';
import { plainForward } from '../answer/answer';
import { answered, type Decision } from '../answer/decision';
import { passedOverSteps, passedOverTo } from '../answer/passed-over';
import { destinationSteps } from '../answer/steps';
import type { TraceStep } from '../answer/trace';
import { GatewayRouter } from '../gateway/gateway-router';
import { EnvoyProxy } from '../request/envoy-proxy';
import { receive } from '../request/incoming';
import { noSuchName } from '../request/no-such-name';
import { calledHost, type Request } from '../request/request';
import type { Router } from '../router';
import type { RouterOptions } from '../stages/caller';
import { Delivery } from '../stages/delivery';

/**
 * Answers requests of a program whose pod reads no HTTP on the way out: kube-proxy, or ztunnel in the ambient mesh, takes
 * the connection to a pod of the Service. No VirtualService and no DestinationRule applies.
 */
export class PlainRouter implements Router {
  private readonly proxy: EnvoyProxy;
  private readonly delivery = lazy(() => {
    const isZtunnel = this.caller.kind === 'ztunnel';
    const identity = isZtunnel ? this.mesh.identities.of(this.client) : undefined;
    const caller = { client: this.client, proxy: isZtunnel ? 'ztunnel' : 'none', identity } as const;
    return new Delivery(this.mesh, caller, this.options, GatewayRouter.next(this.mesh, this.options));
  });

  constructor(
    readonly mesh: Mesh,
    private readonly client: Workload,
    private readonly caller: PodProxy,
    private readonly options: RouterOptions = {},
  ) {
    this.proxy = new EnvoyProxy(mesh, client, {
      lookup: (host) => this.called(host),
      waypointOf: (service) => mesh.waypoints.usedBy(caller.kind, service),
      readsRules: false,
    });
  }

  route(request: Request, trace?: TraceStep[]): Decision {
    trace?.push({
      step: 'client',
      what: `${this.client.kind} ${this.client.namespace}/${this.client.name}`,
      verdict: 'taken',
      why: `${this.caller.kind === 'ztunnel' ? 'ztunnel' : 'no proxy'}: ${this.caller.why}; ${this.caller.kind === 'ztunnel' ? 'VirtualServices apply at a waypoint only' : 'no VirtualService applies'}`,
      place: { manifest: this.client.manifest, path: ['metadata', 'name'] },
    });
    return this.connect(request, trace);
  }

  private connect(request: Request, trace?: TraceStep[]): Decision {
    const host = calledHost(request);
    const service = this.called(host);
    if (!service) return this.mesh.clusterNames.isOfCluster(host) ? noSuchName(this.mesh, host) : leaves(host);
    const binding = this.mesh.waypoints.usedBy(this.caller.kind, service);
    if (!binding?.waypoint) trace?.push(...this.passedOver(service, request.port));
    if (binding?.refusal) trace?.push({ step: 'waypoint', what: binding.name, verdict: 'no', why: binding.refusal, place: binding.place });
    if (service.externalName !== undefined) return leaves(service.externalName);
    const port = service.ports.find(({ number }) => number === request.port);
    if (!port) return answered('error', `connection refused: Service \`${service.host}\` has no port ${request.port}`);
    if (request.scheme === 'https' && isHttp(port.protocol))
      return answered('error', `TLS handshake failed: port ${port.number} of \`${service.host}\` is declared as ${port.protocol}`);
    return this.forward(service, port, request, trace);
  }

  /** What a name means: a Service of the cluster, or, to ztunnel, a ServiceEntry with a waypoint in front of it. */
  private called(host: string): Service | undefined {
    const { namespace } = this.client;
    const ofCluster = this.mesh.clusterNames.service(host, namespace);
    if (ofCluster || this.caller.kind !== 'ztunnel') return ofCluster;
    const external = this.mesh.services.visibleTo(namespace, host);
    return external && this.mesh.waypoints.usedBy('ztunnel', external) ? external : undefined;
  }

  private passedOver(service: Service, port: number): TraceStep[] {
    const { namespace } = this.client;
    const call = {
      virtualServices: this.mesh.virtualServices,
      hasHost: (name: string) => this.mesh.services.withHost(name).length > 0,
      namespace,
      service,
      port: service.ports.find(({ number }) => number === port),
      used: new Set<never>(),
      imports: () => true,
    };
    const noWaypoint = ({ manifest }: VirtualService) => this.mesh.passedOver.of(manifest.origin ?? manifest, 'no waypoint')[0];
    const isAmbient = this.caller.kind === 'ztunnel';
    return passedOverSteps(passedOverInMesh({ ...call, noProxy: this.caller.why, ...(isAmbient ? { noWaypoint } : {}) }));
  }

  private forward(service: Service, port: ServicePort, request: Request, trace?: TraceStep[]): Decision {
    const incoming = receive(request, { normalization: 'NONE' });
    if ('malformed' in incoming) return answered(incoming.status ?? 400, incoming.malformed);
    const cluster = this.proxy.clusters.get({ host: service.host, port: port.number });
    if (cluster.failure) return answered('error', `connection refused: ${cluster.failure.reason}`);
    const decision = plainForward(cluster, incoming, undefined);
    trace?.push(...destinationSteps(decision));
    const delivered = this.delivery().deliver(decision, {
      incoming: request.scheme === 'https' ? undefined : incoming,
      encrypted: request.scheme === 'https' ? request : undefined,
      sourceIp: request.sourceIp,
      trace,
    });
    const sender = { client: this.client, proxy: this.caller, lookup: () => undefined };
    const forwarded = { ...decision, destinations: [...decision.destinations, ...delivered.destinations] };
    trace?.push(...passedOverSteps(passedOverTo(this.mesh, sender, forwarded)));
    return delivered;
  }
}

/** What becomes of a call outside the cluster manifests do not say. */
function leaves(host: string): Decision {
  const reason = `the call leaves the cluster for \`${host}\``;
  return answered(200, reason, { undecided: [`whether \`${host}\` answers: it is outside the cluster`] });
}
