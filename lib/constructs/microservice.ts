import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ConstructError } from '../errors';
import { type Call, type Callee, type CallOptions, call } from './call';
import { type Destination, Endpoint, type Target, type Weights, weighted } from './destination';
import { DestinationRule } from './destination-rule';
import { ExistingService, type ExistingServiceProps } from './existing-service';
import { taggedImage } from './image';
import type { MicroserviceProps, VersionProps } from './microservice-props';
import { dnsLabel, known, serviceLabel } from './name';
import { portNumber } from './port';
import { type Protocol, renderProbes } from './probes';
import { within } from './within';
import { Workload } from './workload';

/**
 * A program behind one host: a Deployment for each version, a Service, a ServiceAccount, a DestinationRule where versions
 * or a traffic policy ask for one, and a PodDisruptionBudget where there is more than one pod.
 *
 * Pods meet the Pod Security Standard `restricted`: a numeric user, no capabilities, a read-only root with a writable `/tmp`.
 */
export class Microservice<V extends string = never> extends Construct implements Destination {
  /**
   * A service that is deployed elsewhere: the rules count on what is said of it here.
   *
   * @param host in full, such as `reviews.prod.svc.cluster.local`. @throws ConstructError `HostForm`, `PortRange`
   */
  static fromHost<V extends string = never>(host: string, known: ExistingServiceProps<V> = {}): ExistingService<V> {
    return new ExistingService(host, known);
  }

  /** Name of the Service. */
  readonly serviceName: string;
  /** @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  /** What callers ask for: the Service's name in full, as far as the namespace is known. */
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Name of the Service's port. */
  readonly portName: string;
  readonly serviceAccountName: string;
  /** @default - each version has a Deployment of its own */
  readonly deploymentName?: string;
  /** Labels that all of its pods have, and nothing else's. */
  readonly labels: { readonly app: string };
  /** @default - versions are not told apart */
  readonly versionNames?: readonly V[];

  private readonly versions: Readonly<Record<string, VersionProps>>;
  private readonly declaredCalls: Call[] = [];

  /**
   * @param id also the label `app`, the name of the ServiceAccount, and the beginning of the others
   * @throws ConstructError `NameForm`, `NameTooLong`, `FloatingImage`, `PortRange`, `CountRange`, `RootUser`, `NoVersions`
   */
  constructor(scope: Construct, id: string, props: MicroserviceProps<V>) {
    super(scope, id);
    this.versions = props.versions ?? {};
    this.versionNames = props.versions && (Object.keys(props.versions) as V[]);
    this.serviceName = props.serviceName ?? id;
    this.namespace = Chart.of(this).namespace;
    this.host = this.namespace === undefined ? this.serviceName : `${this.serviceName}.${this.namespace}.svc.cluster.local`;
    this.port = props.port;
    this.protocol = props.protocol ?? 'http';
    this.portName = servicePortName(this.protocol, this.serviceName);
    this.serviceAccountName = id;
    this.deploymentName = props.versions ? undefined : deploymentName(id, 'v1');
    this.labels = { app: id };
    within(this, () => {
      this.check(id);
      this.makeService();
      this.makeVersions(props);
      this.makeDestinationRule(props);
    });
  }

  /** This version alone. @throws ConstructError `UnknownVersion` */
  version(name: V): Destination {
    within(this, () => known(this.versions, name, { errorName: 'UnknownVersion', what: 'no version is named' }));
    return new Endpoint({ ...this.target, subset: name });
  }

  /** Requests shared out among the versions by weights that add up to 100. @throws ConstructError `SplitWeights`, `UnknownVersion` */
  split(weights: Weights<V>): Destination {
    return within(this, () => weighted(weights, (name: V) => this.version(name)));
  }

  /**
   * Declares that its pods call another service. With `ZeroTrust`, what no call and no route of a gateway declares is refused.
   *
   * @throws ConstructError `SelfCall`, `UndeclaredHost`, `CallRestriction`, `CallPath`
   */
  calls(callee: Callee, options: CallOptions = {}): void {
    this.declaredCalls.push(within(this, () => call(this.host, callee, options)));
  }

  /** Ports of its pods that speak HTTP. */
  get httpPorts(): readonly number[] {
    return this.protocol === 'tcp' ? [] : [this.port];
  }

  /** Every call declared so far. @internal */
  get outgoing(): readonly Call[] {
    return this.declaredCalls;
  }

  /** @internal */
  toTargets(): readonly Target[] {
    return [this.target];
  }

  private get target(): Target {
    return { host: this.host, port: this.port };
  }

  private check(id: string): void {
    dnsLabel(id, 'the name of a microservice');
    serviceLabel(this.serviceName, 'the name of a service');
    portNumber(this.port);
    if (this.versionNames?.length === 0) throw new ConstructError('NoVersions', '`versions` is empty', { fix: 'leave `versions` out' });
  }

  private makeService(): void {
    const { labels, port, portName, protocol } = this;
    new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: this.serviceAccountName, labels },
      automountServiceAccountToken: false,
    });
    new k8s.KubeService(this, 'Service', {
      metadata: { name: this.serviceName, labels },
      spec: {
        selector: labels,
        ports: [
          {
            name: portName,
            port,
            targetPort: k8s.IntOrString.fromNumber(port),
            appProtocol: protocol,
            protocol: 'TCP',
          },
        ],
      },
    });
  }

  private makeVersions(props: MicroserviceProps<V>): void {
    const { image, versions } = props;
    if (!versions) this.makeVersion('v1', { ...props, image });
    for (const [name, version] of Object.entries<VersionProps>(versions ?? {})) {
      const env = { ...props.env, ...version.env };
      this.makeVersion(name, { ...props, ...version, env, image: version.image ?? taggedImage(image, name) });
    }
  }

  private makeVersion(version: string, { image, env, replicas, resources, probes, user }: Omit<MicroserviceProps<V>, 'versions'>): void {
    const { id } = this.node;
    dnsLabel(version, 'the name of a version');
    new Workload(this, version, {
      name: deploymentName(id, version),
      labels: { ...this.labels, version },
      serviceAccountName: this.serviceAccountName,
      port: { name: this.protocol, number: this.port },
      probes: renderProbes(this, probes),
      image,
      env,
      replicas,
      resources,
      user,
    });
  }

  private makeDestinationRule({ loadBalancing, connectionPool, outlierDetection, locality }: MicroserviceProps<V>): void {
    if (!this.versionNames && !loadBalancing && !connectionPool && !outlierDetection && !locality) return;
    new DestinationRule(this, `${this.node.id}-destination-rule`, {
      service: this,
      loadBalancing,
      connectionPool,
      outlierDetection,
      locality,
    });
  }
}

/** `v1` has the plain name, so that its Deployment keeps it whichever versions come and go. */
function deploymentName(id: string, version: string): string {
  return version === 'v1' ? `${id}-deployment` : `${id}-deployment-${version}`;
}

/** Istio reads `appProtocol` first and the name's beginning second: both say the same, for whoever reads only one. */
function servicePortName(protocol: Protocol, serviceName: string): string {
  return `${protocol}-${serviceName}`.slice(0, 63).replace(/-+$/, '');
}
