import type { Protocol } from '../../istio/protocol';
import type { Workload, WorkloadIndex } from '../workloads/workloads';
import type { Service, ServicePort } from './service';
import type { ServiceIndex } from './services';

/** A port of a pod as a Service leads to it. */
export interface PodPort {
  readonly service: Service;
  /** The Service's. */
  readonly port: ServicePort;
  /** The container's: a number, or a name that no container declares. */
  readonly target: number | string;
  readonly protocol: Protocol;
}

/** The ports of pods that Services lead to, by workload. */
export class PodPorts {
  private readonly byWorkload = new Map<Workload, PodPort[]>();

  constructor(services: ServiceIndex, workloads: WorkloadIndex) {
    for (const service of services.all) {
      if (service.selector === undefined) continue;
      for (const workload of workloads.select(service.namespace, service.selector)) {
        const known = this.byWorkload.get(workload) ?? [];
        this.byWorkload.set(workload, known);
        for (const port of service.ports) known.push(podPort(workload, service, port));
      }
    }
  }

  of(workload: Workload): readonly PodPort[] {
    return this.byWorkload.get(workload) ?? [];
  }
}

function podPort({ namedPorts }: Workload, service: Service, port: ServicePort): PodPort {
  const { targetPort, protocol } = port;
  const target = typeof targetPort === 'number' ? targetPort : (namedPorts.get(targetPort) ?? targetPort);
  return { service, port, target, protocol };
}
