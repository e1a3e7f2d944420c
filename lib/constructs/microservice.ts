import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConstructError } from '../errors';
import { Caller } from './caller';
import { type Destination, Endpoint, type Target, type Weights, weighted } from './destination';
import { DestinationRule } from './destination-rule';
import { ExistingService, type ExistingServiceProps } from './existing-service';
import { renderExportTo, visibleIn } from './export-to';
import { freeId, metadataOf } from './metadata';
import type { MicroserviceProps, VersionProps } from './microservice-props';
import { dnsLabel, known, serviceLabel } from './name';
import { onlyKnown } from './only-known';
import type { Protocol } from './probes';
import { trafficApiOf } from './traffic-api';
import { trafficPolicyOf } from './traffic-policy';
import { within } from './within';
import type { Workload } from './workload/existing-workload';
import { type FromServiceOptions, fromService } from './workload/from-service';
import { type Port, portsOf } from './workload/ports';
import { ServiceObject } from './workload/service';
import { makeServiceAccount } from './workload/service-account';
import { deploymentName, makeVersions } from './workload/versions';

/**
 * An application behind one host: a Deployment for each version, a Service, a ServiceAccount, a DestinationRule where versions
 * or a traffic policy ask for one, and a PodDisruptionBudget where there is more than one pod.
 *
 * Pods meet the Pod Security Standard `restricted`: a numeric user, no capabilities, a read-only root with a writable `/tmp`.
 */
export class Microservice<V extends string = never> extends Caller implements Destination {
  /**
   * A service that is deployed elsewhere: the rules count on what is said of it here.
   *
   * @param host in full, such as `reviews.prod.svc.cluster.local`. @throws ConstructError `HostForm`, `PortRange`
   */
  static fromHost<V extends string = never>(host: string, known: ExistingServiceProps<V> = {}): ExistingService<V> {
    return new ExistingService(host, known);
  }

  /**
   * A Service that another construct declares: of cdk8s-plus, a `k8s.KubeService`, one in a Helm chart or in included YAML. It is a
   * destination, a caller, and a member of `ZeroTrust`. By its name alone it is one of the cluster: `fromHost` in other words.
   *
   * @throws ConstructError `NotAService`, `NoSelector`, `UnknownPort`, `NameForm`
   */
  static fromService<V extends string = never>(service: Construct, options?: FromServiceOptions<V>): Workload<V>;
  static fromService<V extends string = never>(
    name: string,
    options: ExistingServiceProps<V> & { readonly namespace: string },
  ): ExistingService<V>;
  static fromService<V extends string = never>(
    service: Construct | string,
    options: FromServiceOptions<V> | (ExistingServiceProps<V> & { readonly namespace: string }) = {},
  ): Workload<V> | ExistingService<V> {
    if (typeof service !== 'string') return fromService(service, options);
    serviceLabel(service, 'the name of a service');
    const { namespace, ...known } = options as ExistingServiceProps<V> & { readonly namespace: string };
    return new ExistingService(`${service}.${dnsLabel(namespace, 'the name of a namespace')}.svc.cluster.local`, known);
  }

  /** Name of the Service. */
  readonly serviceName: string;
  /** The namespace of all of its objects. @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  /** What callers ask for: the Service's name in full, as far as the namespace is known. */
  readonly host: string;
  /** The Service's first port. */
  readonly port: number;
  readonly protocol: Protocol;
  /** Name of the Service's port. */
  readonly portName: string;
  /** The ServiceAccount of its pods: the identity it calls as. */
  readonly serviceAccountName: string;
  /** The name of its one Deployment. @default - each version has a Deployment of its own, or it is none */
  readonly deploymentName?: string;
  /** Labels that all of its pods have, and nothing else's. */
  readonly labels: { readonly app: string };
  /** The versions, in order. @default - versions are not distinguished */
  readonly versionNames?: readonly V[];
  /** Every port, the main one first. @internal */
  readonly ports: readonly Port[];

  private readonly versions: Readonly<Record<string, VersionProps>>;
  /** @internal */
  readonly name: string;
  private readonly service: ServiceObject;
  private readonly visibleIn?: readonly string[];

  /**
   * @param id also the name, unless `metadata` says another: the label `app`, the ServiceAccount, and the beginning of the other names
   * @throws ConstructError `NameForm`, `NameTooLong`, `FloatingImage`, `PortRange`, `PortNameTwice`, `CountRange`, `RootUser`, `NoVersions`,
   * `ReplicasAutoscaled`, `UnknownVolume`, `OwnedField`, and those of its values
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: MicroserviceProps<V>,
  ) {
    super(scope, freeId(scope, id, 'Microservice'));
    onlyKnown('MicroserviceProps', props, this);
    this.versions = props.versions ?? {};
    this.versionNames = props.versions && (Object.keys(props.versions) as V[]);
    this.name = props.metadata?.name ?? id;
    this.serviceName = props.serviceName ?? this.name;
    this.namespace = Chart.of(this).namespace;
    this.host = this.namespace === undefined ? this.serviceName : `${this.serviceName}.${this.namespace}.svc.cluster.local`;
    this.port = props.port;
    this.protocol = props.protocol ?? 'http';
    this.portName = props.portName ?? servicePortName(this.protocol, this.serviceName);
    this.serviceAccountName = props.serviceAccount?.name ?? this.name;
    const isSingle = !props.versions && (props.kind ?? 'Deployment') === 'Deployment';
    this.deploymentName = isSingle ? (props.deploymentName ?? deploymentName(this.name, 'v1')) : undefined;
    this.labels = { app: props.app ?? this.name };
    this.visibleIn = within(this, () => visibleIn(this.namespace, renderExportTo(props.exportTo)));
    this.ports = within(this, () => {
      this.check();
      return this.allPorts(props);
    });
    this.service = within(this, () => this.makeService(props));
    within(this, () => {
      makeVersions(this, props as MicroserviceProps<string>, this);
      this.makeDestinationRule(props);
    });
  }

  /** This version alone. @throws ConstructError `UnknownVersion` */
  version(name: V): Destination {
    within(this, () => known(this.versions, name, { errorName: 'UnknownVersion', what: 'no version is named' }));
    return new Endpoint({ ...this.target, subset: name, versionService: () => this.versionService(name) });
  }

  /** Requests shared out among the versions by weights that add up to 100. @throws ConstructError `SplitWeights`, `UnknownVersion` */
  split(weights: Weights<V>): Destination {
    return within(this, () => weighted(weights, (name: V) => this.version(name)));
  }

  /** A port by its name: the main one has the name of its protocol. @throws ConstructError `UnknownPort` */
  onPort(name: string): Destination {
    return within(this, () => {
      const ports = Object.fromEntries(this.ports.map((port) => [port.name, port]));
      return new Endpoint(this.targetOf(known(ports, name, { errorName: 'UnknownPort', what: 'no port is named' })));
    });
  }

  /** Ports of its pods that speak HTTP. */
  get httpPorts(): readonly number[] {
    return this.ports.filter(({ protocol }) => protocol !== 'tcp').map(({ targetPort }) => targetPort);
  }

  /** Ports that its pods listen on. */
  get podPorts(): readonly number[] {
    return [...new Set(this.ports.map(({ targetPort }) => targetPort))];
  }

  /** @internal */
  get policyName(): string {
    return this.labels.app;
  }

  /** @internal */
  toTargets(): readonly Target[] {
    return [this.target];
  }

  private get target(): Target {
    return this.targetOf(this.ports[0] as Port);
  }

  private targetOf(port: Port): Target {
    const index = this.ports.indexOf(port);
    return { host: this.host, port: port.port, portWhenWritten: () => this.service.portNumber(port, index), visibleIn: this.visibleIn };
  }

  /**
   * The Service in front of one version alone, made for the first route that names it: the Gateway API knows no subsets.
   *
   * @returns its name
   */
  private versionService(version: V): string {
    const name = `${this.serviceName}-${version}`;
    const id = `Service-${version}`;
    if (this.node.tryFindChild(id)) return name;
    const { labels, annotations } = this.metadataOf(this.props);
    const selector = { ...this.labels, version };
    new ServiceObject(this, id, { name, selector, labels: { ...labels, version }, annotations, ports: this.ports });
    return name;
  }

  private check(): void {
    dnsLabel(this.name, 'the name of a microservice');
    serviceLabel(this.serviceName, 'the name of a service');
    dnsLabel(this.labels.app, 'the label `app` of a microservice');
    if (this.versionNames?.length === 0) throw new ConstructError('NoVersions', '`versions` is empty', { fix: 'leave `versions` out' });
  }

  private allPorts({ port, targetPort = port, ports = [] }: MicroserviceProps<V>): Port[] {
    const { protocol, portName: serviceName } = this;
    return portsOf({ name: protocol, port, targetPort, protocol, serviceName }, ports);
  }

  /** Labels and annotations of every object. */
  private metadataOf({ metadata }: MicroserviceProps<V>) {
    const { labels, annotations } = metadataOf(this.name, metadata);
    return { labels: { ...labels, ...this.labels }, annotations };
  }

  private makeService(props: MicroserviceProps<V>): ServiceObject {
    const { serviceAccount = {}, kind, service } = props;
    const { labels, annotations } = this.metadataOf(props);
    makeServiceAccount(this, { ...serviceAccount, name: this.serviceAccountName, labels, common: annotations });
    const common = { selector: this.labels, labels, annotations, ports: this.ports };
    if (kind === 'StatefulSet') {
      const spec = { clusterIP: 'None', publishNotReadyAddresses: true };
      new ServiceObject(this, 'HeadlessService', { ...common, name: this.governingService, spec });
    }
    const visible = props.exportTo && { 'networking.istio.io/exportTo': props.exportTo.join(',') };
    const own = annotations || visible ? { ...annotations, ...visible } : undefined;
    return new ServiceObject(this, 'Service', { ...common, annotations: own, ...service, name: this.serviceName });
  }

  /** The Service that gives each pod of a StatefulSet its name. @internal */
  get governingService(): string {
    return `${this.serviceName}-headless`;
  }

  private makeDestinationRule(props: MicroserviceProps<V>): void {
    const policy = trafficPolicyOf(props);
    const hasSubsets = this.versionNames && trafficApiOf(this) === 'istio';
    const hasPolicies = Object.values<VersionProps>(props.versions ?? {}).some(({ trafficPolicy }) => trafficPolicy);
    const isNeeded = hasSubsets || hasPolicies || props.destinationRule || Object.values(policy).some((value) => value !== undefined);
    if (!isNeeded) return;
    const policies = Object.entries<VersionProps>(props.versions ?? {}).flatMap(([name, { trafficPolicy }]) =>
      trafficPolicy ? [[name, trafficPolicy] as const] : [],
    );
    new DestinationRule(this, `${this.name}-destination-rule`, {
      service: this,
      ...policy,
      exportTo: props.exportTo,
      versionPolicies: Object.fromEntries(policies),
      ...props.destinationRule,
    });
  }
}

/** Istio reads `appProtocol` first and the name's beginning second: both say the same, for whoever reads only one. */
function servicePortName(protocol: Protocol, serviceName: string): string {
  return `${protocol}-${serviceName}`.slice(0, 63).replace(/-+$/, '');
}
