import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ConstructError } from '../errors';
import { deployment, type Probes, type Resources } from './deployment';
import { checkWeights, type Destination, Endpoint, Split, type Target } from './destination';
import { DestinationRule } from './destination-rule';
import { hostName } from './host';
import { parseImage, pinnedImage } from './image';
import { dnsLabel, known, serviceLabel } from './name';
import { portNumber } from './port';
import type { TrafficPolicy } from './traffic-policy';
import { within } from './within';

/** What a microservice speaks. Source: Kubernetes `appProtocol` as Istio reads it. */
export type Protocol = 'http' | 'http2' | 'grpc' | 'tcp';

/** What sets one version apart. */
export interface VersionProps {
  /** Image with its tag or digest. @default - the microservice's image, with the version's name as tag */
  readonly image?: string;
  /** Environment, over that of the microservice. @default - none of its own */
  readonly env?: Readonly<Record<string, string>>;
  /** @default - as many as the microservice's */
  readonly replicas?: number;
  /** @default - the microservice's */
  readonly resources?: Resources;
}

/**
 * @typeParam V names of the versions, such as `'v1' | 'v2'`; `never` where they are not told apart
 */
export interface MicroserviceProps<V extends string = never> extends TrafficPolicy {
  /** Registry and repository. With `versions` without a tag, since each version's name is its tag; else with a tag or digest. */
  readonly image: string;
  /** The port that the program listens on, and the Service, too. */
  readonly port: number;
  /** @default 'http' */
  readonly protocol?: Protocol;
  /** Name of the Service, and so of the host. @default - the id */
  readonly serviceName?: string;
  /**
   * Versions that routes may tell apart, each with a Deployment and a subset of its own.
   *
   * @default - one Deployment, whose pods are labelled `version: v1` whatever their tag, since a selector cannot change
   */
  readonly versions?: { readonly [name in V]: VersionProps };
  /** Pods of each version. @default 2 */
  readonly replicas?: number;
  /** Environment of all versions. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** @default - requests 50m CPU, 128Mi memory, 64Mi disk; limits 500m, 256Mi, 256Mi */
  readonly resources?: Resources;
  /** Paths on `port` for an HTTP microservice; others are asked by gRPC or by opening a connection. @default - `/healthz` and `/readyz` */
  readonly probes?: { readonly liveness: string; readonly readiness: string };
  /** Numeric user and group that the program runs as, not root. @default 10001 */
  readonly user?: number;
}

/** The weights of a split: the versions by name, as far as there are any. */
type Weights<V extends string> = [V] extends [never] ? never : { readonly [name in V]?: number };

const modest: Resources = {
  requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
};

/**
 * A program behind one host: a Deployment for each version, a Service, a ServiceAccount, a DestinationRule where versions
 * or a traffic policy ask for one, and a PodDisruptionBudget where there is more than one pod.
 *
 * Pods meet the Pod Security Standard `restricted`: a numeric user, no capabilities, a read-only root with a writable `/tmp`.
 */
export class Microservice<V extends string = never> extends Construct implements Destination {
  /**
   * A service that is deployed elsewhere.
   *
   * @param host in full, such as `reviews.prod.svc.cluster.local`. @throws ConstructError `HostForm`, `PortRange`
   */
  static fromHost(host: string, { port }: { readonly port?: number } = {}): Destination & { readonly host: string } {
    const target = { host: hostName(host), port: port === undefined ? undefined : portNumber(port) };
    return { host, toTargets: () => [target] };
  }

  /** Name of the Service. */
  readonly serviceName: string;
  /** @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  /** What callers ask for: the Service's name in full, as far as the namespace is known. */
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly serviceAccountName: string;
  /** Labels that all of its pods have, and nothing else's. */
  readonly labels: { readonly app: string };
  /** @default - versions are not told apart */
  readonly versionNames?: readonly V[];

  private readonly versions: Readonly<Record<string, VersionProps>>;

  /**
   * @param id also the label `app`, the name of the ServiceAccount, and the beginning of the others
   * @throws ConstructError `NameForm`, `NameTooLong`, `FloatingImage`, `PortRange`, `Replicas`, `RootUser`, `NoVersions`
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
    this.serviceAccountName = id;
    this.labels = { app: id };
    within(this, () => {
      this.check(props);
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
    const shares = Object.entries(weights as Readonly<Record<V, number>>) as [V, number][];
    return within(this, () => {
      const parts = shares.map(([name, weight]) => ({ to: this.version(name), weight }));
      checkWeights(shares);
      return Split.between(...parts);
    });
  }

  /** @internal */
  toTargets(): readonly Target[] {
    return [this.target];
  }

  private get target(): Target {
    return { host: this.host, port: this.port };
  }

  private check(props: MicroserviceProps<V>): void {
    dnsLabel(this.node.id, 'the name of a microservice');
    serviceLabel(this.serviceName, 'the name of a service');
    portNumber(this.port);
    if (this.versionNames?.length === 0) throw new ConstructError('NoVersions', '`versions` is empty', { fix: 'leave `versions` out' });
    if (props.user === 0) throw new ConstructError('RootUser', 'a program does not run as user `0`', { fix: 'user: 10001' });
  }

  private makeService(): void {
    const { serviceName, labels, port, protocol } = this;
    new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: this.serviceAccountName, labels },
      automountServiceAccountToken: false,
    });
    new k8s.KubeService(this, 'Service', {
      metadata: { name: serviceName, labels },
      spec: {
        selector: labels,
        ports: [
          {
            name: portName(protocol, serviceName),
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
    if (!props.versions) this.makeVersion('v1', { image: props.image }, props);
    for (const [name, version] of Object.entries<VersionProps>(props.versions ?? {})) {
      this.makeVersion(name, { ...version, image: version.image ?? taggedImage(props.image, name) }, props);
    }
  }

  /** `v1` has the plain name, so that its Deployment keeps it whichever versions come and go. */
  private makeVersion(version: string, own: VersionProps & { readonly image: string }, props: MicroserviceProps<V>): void {
    const name = dnsLabel(
      version === 'v1' ? `${this.node.id}-deployment` : `${this.node.id}-deployment-${version}`,
      'the name of a deployment',
    );
    const labels = { ...this.labels, version };
    const replicas = replicaCount(own.replicas ?? props.replicas ?? 2);
    deployment(this, `Deployment-${version}`, {
      name,
      labels,
      replicas,
      image: pinnedImage(own.image),
      port: { name: this.protocol, number: this.port },
      env: { ...props.env, ...own.env },
      serviceAccountName: this.serviceAccountName,
      resources: own.resources ?? props.resources ?? modest,
      probes: probes(this, props.probes),
      user: props.user ?? 10001,
    });
    if (replicas > 1) {
      new k8s.KubePodDisruptionBudget(this, `PodDisruptionBudget-${version}`, {
        metadata: { name, labels },
        spec: {
          maxUnavailable: k8s.IntOrString.fromNumber(1),
          selector: { matchLabels: labels },
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      });
    }
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

/** Istio reads `appProtocol` first and the name's beginning second: both say the same, for whoever reads only one. */
function portName(protocol: Protocol, serviceName: string): string {
  return `${protocol}-${serviceName}`.slice(0, 63).replace(/-+$/, '');
}

function taggedImage(image: string, tag: string): string {
  const { repository, tag: other, digest } = parseImage(image);
  if (other === undefined && digest === undefined) return `${repository}:${tag}`;
  throw new ConstructError('ImageTag', `image \`${image}\` has a tag, and versions that bring theirs`, { fix: repository });
}

function replicaCount(replicas: number): number {
  if (Number.isInteger(replicas) && replicas >= 0) return replicas;
  throw new ConstructError('Replicas', `replicas are a whole number from 0, got \`${replicas}\``);
}

function probes({ protocol, port }: Microservice<string>, paths = { liveness: '/healthz', readiness: '/readyz' }): Probes {
  if (protocol === 'grpc') return { liveness: { grpc: { port } }, readiness: { grpc: { port, service: 'readiness' } } };
  if (protocol === 'tcp') return { liveness: { tcpSocket: { port } }, readiness: { tcpSocket: { port } } };
  return { liveness: { httpGet: { path: paths.liveness, port } }, readiness: { httpGet: { path: paths.readiness, port } } };
}
