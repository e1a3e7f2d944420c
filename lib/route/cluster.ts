import type { Labels } from '../istio/labels';
import { isHttp } from '../istio/protocol';
import type { Mesh } from '../mesh/mesh';
import { invalidCredential } from '../mesh/routing/converted';
import { type Client, portPolicy, tlsRuleOf } from '../mesh/routing/destination-rules';
import type { Endpoint } from '../mesh/services/endpoints';
import type { Service, ServicePort } from '../mesh/services/service';
import { isOwnProxy } from '../mesh/workloads/injection';
import { podOf } from '../mesh/workloads/pods';
import type { WaypointBinding } from '../mesh/workloads/waypoints';

/** Where a proxy sends requests: a service port, or a subset of its pods. */
export interface Cluster {
  readonly host: string;
  readonly subset: string | null;
  readonly port: number;
  /** The service behind the host, if the proxy knows one. */
  readonly service?: Service;
  readonly endpoints: readonly Endpoint[];
  /** Labels that every endpoint carries. */
  readonly podLabels: Labels;
  /** The DestinationRule or BackendTLSPolicy that has the client's proxy start TLS to the destination, with certificates that are not the mesh's: its kind and name. */
  readonly originator?: string;
  /** Does the client's proxy hand the connection on to where it was going, in plain text? */
  readonly passthrough?: boolean;
  /** The waypoint that connections go to instead of the pods; it finds these itself. */
  readonly waypoint?: WaypointBinding;
  /** What the manifests do not say and its answers rely on. */
  readonly assumed?: string;
  /** Why it is not known whether requests are answered. */
  readonly undecided?: string;
  /** Why requests get 503; undefined when they are answered. */
  readonly failure?: ClusterFailure;
}

export interface ClusterFailure {
  /** Envoy's response flag: no such cluster, no healthy endpoint, connection failed. */
  readonly flag: 'NC' | 'UH' | 'UF';
  readonly reason: string;
}

export interface ClusterKey {
  readonly host: string;
  readonly subset?: string;
  readonly port: number;
}

/** What a proxy knows of services. */
export interface ClusterScope {
  /** The service a host name means to it. */
  lookup(host: string): Service | undefined;
  /** The waypoint by which its connections to a service go. @default - none: to the pods */
  waypointOf?(service: Service): WaypointBinding | undefined;
  /** Do DestinationRules hold for its connections? @default true */
  readonly readsRules?: boolean;
}

/** The clusters one proxy holds, made when first asked for. Source: Istio `cluster_builder.go`, `endpoint_builder.go`. */
export class Clusters {
  private readonly known = new Map<string, Cluster>();

  constructor(
    private readonly mesh: Mesh,
    private readonly client: Client,
    private readonly scope: ClusterScope,
  ) {}

  get({ host, subset = '', port }: ClusterKey): Cluster {
    const key = `${port}|${subset}|${host}`;
    let cluster = this.known.get(key);
    if (!cluster) {
      cluster = this.build({ host, subset, port });
      this.known.set(key, cluster);
    }
    return cluster;
  }

  private build({ host, subset = '', port }: ClusterKey): Cluster {
    const service = this.scope.lookup(host);
    const bare = { host, subset: subset || null, port, service, endpoints: [], podLabels: {} };
    const namesake = service || this.mesh.complete || this.mesh.knowsClusterDomain ? undefined : this.mesh.services.ofAnotherDomain(host);
    if (namesake)
      return {
        ...bare,
        undecided: `whether \`${host}\` is Service \`${namesake.namespace}/${namesake.name}\`: the cluster's domain is taken for \`${this.mesh.clusterDomain}\`; \`--cluster-domain\` names another`,
      };
    if (!service || service.externalName !== undefined)
      return { ...bare, service: undefined, failure: unknownHost(this.mesh, host, this.client) };
    const servicePort = service.ports.find((candidate) => candidate.number === port && candidate.protocol !== 'udp');
    if (!servicePort) return { ...bare, failure: unknownPort(service, port) };
    const labels = subset === '' ? {} : this.subsetLabels(service, subset);
    if (!labels)
      return { ...bare, failure: unknownSubset(service, subset, this.mesh.destinationRules.inForce(this.client, service)?.from[0]?.name) };
    const waypoint = this.scope.waypointOf?.(service);
    if (waypoint?.waypoint) return { ...bare, waypoint };
    const endpoints = this.mesh.endpoints.of(service, servicePort, labels);
    if (endpoints.length === 0 && !this.mesh.complete && this.mesh.endpoints.isUnknown(service))
      return {
        ...bare,
        undecided: `whether anything answers for \`${service.host}\`: it has no selector, and its Endpoints are not among the manifests`,
      };
    if (endpoints.length === 0 && this.keepsPodsElsewhere(service))
      return {
        ...bare,
        assumed: `pods answer for \`${service.host}\`: no workload of namespace ${service.namespace} is among the manifests`,
      };
    if (endpoints.length === 0)
      return { ...bare, failure: noEndpoint(service, { subset, labels, why: this.whyNone(service, servicePort) }) };
    const open = endpoints.filter((endpoint) => this.mesh.listens(endpoint));
    const cluster = { ...bare, endpoints, podLabels: commonLabels(endpoints) };
    if (open.length === 0) return { ...cluster, failure: nothingListens(endpoints[0]?.port ?? port) };
    const rule = this.scope.readsRules === false ? undefined : this.mesh.destinationRules.inForce(this.client, service);
    const { mode, credentialName } = (rule && portPolicy(rule, subset || null, port).tls) ?? {};
    const speaksPlain = isHttp(servicePort.protocol) && endpoints.every(isPlain);
    const originator = rule && (mode === 'SIMPLE' || mode === 'MUTUAL') ? tlsRuleOf(rule)?.title : undefined;
    if (originator === undefined) return cluster;
    if (credentialName === invalidCredential) return { ...cluster, failure: withoutCa(originator) };
    return speaksPlain ? { ...cluster, failure: startsTls(originator, port) } : { ...cluster, originator };
  }

  /** Why pods or addresses that are there are no endpoints; '' where there are none. */
  private whyNone(service: Service, { name, targetPort }: ServicePort): string {
    const { registry, namespace, selector } = service;
    if (!selector)
      return registry === 'kubernetes' && !this.mesh.endpoints.isUnknown(service) ? `: its Endpoints have no port called \`${name}\`` : '';
    const selected = this.mesh.workloads.select(namespace, selector);
    const [first] = selected;
    if (!first) return '';
    if (selected.every(({ replicas }) => replicas === 0)) return `: ${first.kind} ${first.name} has 0 replicas`;
    if (selected.every(({ ready }) => !ready)) return ': its pods are not ready';
    return typeof targetPort === 'string' ? `: no container of its pods has a port called \`${targetPort}\`` : '';
  }

  /** Are the workloads of the namespace kept elsewhere, as when a folder holds Services and routes alone? */
  private keepsPodsElsewhere({ registry, namespace }: Service): boolean {
    return !this.mesh.complete && registry === 'kubernetes' && this.mesh.workloads.writtenIn(namespace).length === 0;
  }

  private subsetLabels(service: Service, name: string): Labels | undefined {
    const subset = this.mesh.destinationRules.inForce(this.client, service)?.subsets.find((candidate) => candidate.name === name);
    return subset && (subset.labels ?? {});
  }
}

function unknownHost(mesh: Mesh, host: string, client: Client): ClusterFailure {
  const [service] = mesh.services.withHost(host);
  if (service?.externalName !== undefined) return { flag: 'NC', reason: `\`${host}\` is an ExternalName Service that leads to another` };
  const reason = service
    ? `service \`${host}\` is not exported to namespace \`${client.namespace}\``
    : host === ''
      ? 'its backend may not be used or is of a kind that Istio does not serve'
      : `no service is called \`${host}\``;
  return { flag: 'NC', reason };
}

function unknownPort(service: Service, port: number): ClusterFailure {
  if (service.ports.some(({ number }) => number === port))
    return { flag: 'NC', reason: `port \`${port}\` of \`${service.host}\` is UDP, which proxies leave alone` };
  const ports = service.ports
    .filter(({ protocol }) => protocol !== 'udp')
    .map(({ number }) => number)
    .join(', ');
  return { flag: 'NC', reason: `service \`${service.host}\` has no port \`${port}\`, only ${ports || 'none'}` };
}

function unknownSubset(service: Service, subset: string, rule: string | undefined): ClusterFailure {
  const where = rule
    ? `DestinationRule \`${rule}\`, which is in force for \`${service.host}\`, has`
    : `no DestinationRule is in force for \`${service.host}\`, so it has`;
  return { flag: 'NC', reason: `${where} no subset \`${subset}\`` };
}

function noEndpoint(
  service: Service,
  { subset, labels, why }: { readonly subset: string; readonly labels: Labels; readonly why: string },
): ClusterFailure {
  const wanted = Object.entries({ ...service.selector, ...(subset ? labels : {}) }).map(([key, value]) => `${key}=${value}`);
  const where = subset ? `subset \`${subset}\` of \`${service.host}\`` : `\`${service.host}\``;
  return { flag: 'UH', reason: `no pod stands behind ${where}${wanted.length > 0 ? ` (${wanted.join(', ')})` : ''}${subset ? '' : why}` };
}

function nothingListens(port: number): ClusterFailure {
  return { flag: 'UF', reason: `nothing listens on the pods' port \`${port}\`` };
}

function startsTls(rule: string, port: number): ClusterFailure {
  return { flag: 'UF', reason: `${rule} starts TLS to port \`${port}\`, which is declared as plain HTTP` };
}

function withoutCa(rule: string): ClusterFailure {
  return { flag: 'UF', reason: `${rule} starts TLS and names a CA certificate that cannot be read, so no connection comes about` };
}

/** Is nothing there that could speak TLS on a port that is declared as plain HTTP? What a gateway speaks, its Gateways say. */
function isPlain({ workload, port }: Endpoint): boolean {
  return workload ? !isOwnProxy(podOf(workload)) : port === 80;
}

function commonLabels(endpoints: readonly Endpoint[]): Labels {
  return endpoints
    .map(({ labels }) => labels)
    .reduce((common, labels) => Object.fromEntries(Object.entries(common).filter(([key, value]) => labels[key] === value)));
}
