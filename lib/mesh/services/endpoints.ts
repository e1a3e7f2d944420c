import type { Labels } from '../../istio/labels';
import { fits } from '../../istio/labels';
import { namespaceOf } from '../../istio/names';
import { flag, list, number, record, text } from '../decode';
import type { Objects } from '../objects';
import type { Workload, WorkloadIndex } from '../workloads/workloads';
import type { Service, ServicePort } from './service';

/** A place that takes connections for a service port. */
export interface Endpoint {
  readonly labels: Labels;
  /** The port of the pod or address. */
  readonly port: number;
  /** Undefined for an address that no declared workload owns. */
  readonly workload?: Workload;
  readonly address?: string;
}

/** An address that an Endpoints or EndpointSlice object lists. */
interface Listed {
  readonly address: string;
  /** Ports by the name of the service port. */
  readonly ports: ReadonlyMap<string, number>;
}

const listedPort = record({ name: text, port: number });
const subsets = list(record({ addresses: list(record({ ip: text })), ports: list(listedPort) }));
const endpointsObject = record({ subsets });
const sliceObject = record({
  endpoints: list(record({ addresses: list(text), conditions: record({ ready: flag }) })),
  ports: list(listedPort),
});
const serviceNameLabel = 'kubernetes.io/service-name';

/** Where connections to each service port end, whatever the addresses come from: pods, machines, ServiceEntries, Endpoints, EndpointSlices. */
export class EndpointIndex {
  /** Addresses by `namespace/name` of the Service. */
  private readonly listed: ReadonlyMap<string, readonly Listed[]>;

  constructor(
    objects: Objects,
    private readonly workloads: WorkloadIndex,
  ) {
    this.listed = listedAddresses(objects);
  }

  /** The endpoints of one service port; `subset` keeps those that carry its labels. */
  of(service: Service, port: ServicePort, subset: Labels = {}): readonly Endpoint[] {
    return [...this.selected(service, port), ...written(service, port), ...this.listedFor(service, port)].filter((endpoint) =>
      fits(subset, endpoint.labels),
    );
  }

  /** Does nothing among the manifests say where the connections of a Service end, because its addresses are kept elsewhere? */
  isUnknown({ registry, selector, externalName, namespace, name }: Service): boolean {
    return registry === 'kubernetes' && selector === undefined && externalName === undefined && !this.listed.has(`${namespace}/${name}`);
  }

  private selected({ selector, namespace }: Service, port: ServicePort): Endpoint[] {
    if (!selector) return [];
    return this.workloads.select(namespace, selector).flatMap((workload) => {
      const target = targetOf(workload, port);
      if (!workload.ready || workload.replicas === 0 || target === undefined) return [];
      return [{ labels: workload.labels, port: target, workload, address: workload.machine?.address }];
    });
  }

  private listedFor({ registry, selector, namespace, name }: Service, port: ServicePort): Endpoint[] {
    if (registry !== 'kubernetes' || selector) return [];
    // Both Kubernetes and istiod compare the names of ports, unnamed ones too.
    return (this.listed.get(`${namespace}/${name}`) ?? []).flatMap(({ address, ports }) => {
      const own = ports.get(port.name);
      return own === undefined ? [] : [{ labels: {}, address, port: own }];
    });
  }
}

/** A machine has its ports by the name of the service port, a pod by that of the container port. */
function targetOf({ machine, namedPorts }: Workload, { name, number: own, targetPort }: ServicePort): number | undefined {
  if (machine) return machine.ports[name] ?? (typeof targetPort === 'number' ? targetPort : own);
  return typeof targetPort === 'number' ? targetPort : namedPorts.get(targetPort);
}

/** Addresses that a ServiceEntry writes itself, or its host name where that is looked up. */
function written(service: Service, port: ServicePort): Endpoint[] {
  const target = typeof port.targetPort === 'number' ? port.targetPort : port.number;
  const addresses = (service.addresses ?? []).map(({ address, labels, ports }) => ({ address, labels, port: ports[port.name] ?? target }));
  const byName = service.registry === 'external' && addresses.length === 0 && !service.selector && service.resolution !== 'STATIC';
  return byName ? [{ address: service.host, labels: {}, port: target }] : addresses;
}

function listedAddresses(objects: Objects): ReadonlyMap<string, readonly Listed[]> {
  const found = new Map<string, Listed[]>();
  const add = (service: string, all: readonly Listed[]) => found.set(service, [...(found.get(service) ?? []), ...all]);
  for (const { object } of objects.ofKind('', 'Endpoints')) {
    const all = (endpointsObject.decode(object).subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
      addresses.map(({ ip = '' }) => ({ address: ip, ports: portsByName(ports) })),
    );
    add(`${namespaceOf(object)}/${object.metadata.name}`, all);
  }
  for (const { object } of objects.ofKind('discovery.k8s.io', 'EndpointSlice')) {
    const { endpoints = [], ports = [] } = sliceObject.decode(object);
    const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false);
    const all = ready.flatMap(({ addresses = [] }) => addresses.map((address) => ({ address, ports: portsByName(ports) })));
    const service = object.metadata.labels?.[serviceNameLabel];
    if (service !== undefined) add(`${namespaceOf(object)}/${service}`, all);
  }
  return found;
}

function portsByName(ports: readonly ReturnType<typeof listedPort.decode>[]): ReadonlyMap<string, number> {
  return new Map(ports.map(({ name = '', port = 0 }) => [name, port]));
}
