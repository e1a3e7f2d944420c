import type { Labels } from '../../istio/labels';
import { fits } from '../../istio/labels';
import type { Workload, WorkloadIndex } from '../workloads/workloads';
import type { Service, ServicePort } from './service';

/** A place that takes connections for a service port. */
export interface Endpoint {
  readonly labels: Labels;
  /** The port of the pod or address. */
  readonly port: number;
  /** Undefined for an address that no workload of the set owns. */
  readonly workload?: Workload;
  readonly address?: string;
}

/** The endpoints of one service port; `subset` keeps those that carry its labels. */
export function endpointsOf(workloads: WorkloadIndex, service: Service, port: ServicePort, subset: Labels = {}): readonly Endpoint[] {
  return [...podEndpoints(workloads, service, port), ...addressEndpoints(service, port)].filter((endpoint) =>
    fits(subset, endpoint.labels),
  );
}

function podEndpoints(workloads: WorkloadIndex, service: Service, port: ServicePort): Endpoint[] {
  if (!service.selector) return [];
  return workloads.select(service.namespace, service.selector).flatMap((workload) => {
    const target = typeof port.targetPort === 'number' ? port.targetPort : workload.namedPorts.get(port.targetPort);
    return workload.ready && workload.replicas > 0 && target !== undefined ? [{ labels: workload.labels, port: target, workload }] : [];
  });
}

function addressEndpoints(service: Service, port: ServicePort): Endpoint[] {
  const target = typeof port.targetPort === 'number' ? port.targetPort : port.number;
  const listed = (service.addresses ?? []).map(({ address, labels, ports }) => ({ address, labels, port: ports[port.name] ?? target }));
  const byName = service.registry === 'external' && listed.length === 0 && !service.selector && service.resolution !== 'STATIC';
  return byName ? [{ address: service.host, labels: {}, port: target }] : listed;
}
