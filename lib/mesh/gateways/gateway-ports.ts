import type { Labels } from '../../istio/labels';
import { fits } from '../../istio/labels';
import type { Service, ServicePort } from '../services/service';
import type { ServiceIndex } from '../services/services';
import type { WorkloadIndex } from '../workloads/workloads';

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

  /** The pod port a client reaches that calls a port of the gateway. */
  called(number: number): number {
    return this.target(this.services, number);
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
