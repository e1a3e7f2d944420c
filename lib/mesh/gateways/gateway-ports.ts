import type { Labels } from '../../istio/labels';
import { fits } from '../../istio/labels';
import type { Manifest } from '../../manifest/manifest';
import type { Service, ServicePort } from '../services/service';
import type { ServiceIndex } from '../services/services';
import type { WorkloadIndex } from '../workloads/workloads';
import type { Server } from './gateways';

/** A gateway pod: which proxy is asked. */
export interface GatewayPod {
  /** The namespace of the pod. */
  readonly namespace: string;
  /** The labels of the pod, which a Gateway's selector reads. */
  readonly labels: Labels;
}

const untranslated = 'experimental.istio.io/disable-gateway-port-translation';

/** How ports of a gateway's Services lead to ports of its pod. */
export class GatewayPorts {
  private readonly services: readonly Service[];

  constructor(
    services: ServiceIndex,
    private readonly workloads: WorkloadIndex,
    private readonly pod: GatewayPod,
    /** Is an object among the manifests, so that its ports are known? @default - all are */
    private readonly isDeclared: (manifest: Manifest) => boolean = () => true,
  ) {
    this.services = services.ofNamespace(pod.namespace).filter(({ selector }) => selector && fits(selector, pod.labels));
  }

  /** The pod port a Gateway's `port.number` listens on: where a Service port of that number leads, else the number. Source: Istio `resolvePorts`. */
  listening(number: number): number {
    return this.target(
      this.services.filter((service) => service.manifest.object.metadata.labels?.[untranslated] === undefined),
      number,
    );
  }

  /**
   * The pod ports that a server listens on. A listener of the Gateway API names a port of the Services that serve it: where none has it,
   * none, unless the manifests do not hold the Service. Source: Istio `resolvePorts`.
   */
  ofServer({ gateway, port: { number } }: Server): readonly number[] {
    const { serving } = gateway.manifest;
    if (!serving) return [this.listening(number)];
    const own = this.services.filter(({ host }) => serving.hosts.includes(host));
    const ports = own.flatMap((service) => service.ports.filter((port) => port.number === number)).map((port) => this.podPort(port));
    if (ports.length > 0) return [...new Set(ports)];
    return own.some(({ manifest }) => !this.isDeclared(manifest)) ? [number] : [];
  }

  /** The pod port a client reaches that calls a port of the gateway. */
  called(number: number): number {
    return this.target(this.services, number);
  }

  /** Does a Service of the pod have the port? Where none leads to the pod, manifests do not say how clients get there. */
  isOnService(number: number): boolean {
    return this.services.length === 0 || this.services.some(({ ports }) => ports.some((port) => port.number === number));
  }

  private target(services: readonly Service[], number: number): number {
    for (const service of services) {
      const port = service.ports.find((candidate) => candidate.number === number);
      if (port) return this.podPort(port);
    }
    return number;
  }

  private podPort({ targetPort, number }: ServicePort): number {
    if (typeof targetPort === 'number') return targetPort;
    const pods = this.workloads.select(this.pod.namespace, this.pod.labels);
    return pods.flatMap((pod) => pod.namedPorts.get(targetPort) ?? [])[0] ?? number;
  }
}
