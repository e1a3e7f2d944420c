import type {
  Affinity,
  Container,
  DaemonSetSpec,
  DeploymentSpec,
  EnvFromSource,
  EnvVarSource,
  HostAlias,
  PodSpec,
  ResourceRequirements,
  StatefulSetSpec,
  Toleration,
} from '../../../imports/kubernetes';
import type { ProbesProps } from '../probes';
import type { Autoscaling } from './autoscaling';
import type { DeepPartial } from './deep-partial';
import type { ProxyProps } from './proxy';
import type { Resources } from './resources';
import type { VolumeProps } from './volumes';

/** What runs in the container, and what it is given. Names are those of Kubernetes' `Container`. */
export interface ContainerProps extends VolumeProps {
  /** In place of the image's entry point. @default - the image's */
  readonly command?: readonly string[];
  /** Arguments of the entry point. @default - the image's */
  readonly args?: readonly string[];
  /** Values, or where they come from: `{ secretKeyRef: { name, key } }`, `configMapKeyRef`, `fieldRef`. @default - none */
  readonly env?: Readonly<Record<string, string | EnvVarSource>>;
  /** All keys of ConfigMaps or Secrets. @default - none */
  readonly envFrom?: readonly EnvFromSource[];
  /** What the container reserves and may use. @default - requests 50m CPU, 128Mi memory, 64Mi disk; limits 500m, 256Mi, 256Mi */
  readonly resources?: Resources | ResourceRequirements;
  /** Numeric user and group that the application runs as, not root. @default 10001 */
  readonly user?: number;
}

/** A pod around the container. Names are those of Kubernetes' `PodSpec`. */
export interface PodProps extends ContainerProps {
  /** Containers that run before, or, with `restartPolicy: 'Always'`, beside the application. @default - none */
  readonly initContainers?: readonly Container[];
  /** Labels and annotations of the pods, beside those of the construct. @default - none */
  readonly podMetadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  /** Names of Secrets. @default - none */
  readonly imagePullSecrets?: readonly string[];
  /** Labels that a node must have. @default - any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of nodes that the pods accept. @default - none */
  readonly tolerations?: readonly Toleration[];
  /** Which nodes, and which neighbours, the pods seek or avoid. @default - pods are spread over nodes and zones */
  readonly affinity?: Affinity;
  /** Which pods are scheduled first, and evicted last. @default - the cluster's */
  readonly priorityClassName?: string;
  /** Further lines of the pods' `/etc/hosts`. @default - none */
  readonly hostAliases?: readonly HostAlias[];
  /** Seconds from SIGTERM to SIGKILL. @default 30 */
  readonly terminationGracePeriodSeconds?: number;
  /** How the sidecar is tuned. @default - as the mesh has it */
  readonly proxy?: ProxyProps;
  /**
   * Any other field of the pods, merged as `kubectl apply` merges: lists of objects by their names, so that
   * `containers: [{ name: 'user', … }]` is the application's own container and any other name is one more.
   *
   * @default - none
   */
  readonly pod?: DeepPartial<PodSpec>;
}

/** Pods and what keeps them running. */
export interface ReplicaProps extends PodProps {
  /**
   * How the kubelet asks whether the application has started, lives and is ready.
   *
   * @default - `/healthz` and `/readyz` of an HTTP microservice; others are asked by gRPC or by opening a connection
   */
  readonly probes?: ProbesProps;
  /** Pods of each version. @default 2 */
  readonly replicas?: number;
  /**
   * Lets the number of pods follow their load; `replicas` is then left out, so that no apply resets it. `'elsewhere'` leaves it out for
   * an autoscaler that is declared otherwise, such as KEDA's `ScaledObject`.
   *
   * @default - `replicas` pods
   */
  readonly autoscaling?: Autoscaling | 'elsewhere';
  /** Name of the Deployment, StatefulSet or DaemonSet. @default - `<id>-deployment`, and `-<version>` for all but v1 */
  readonly deploymentName?: string;
  /** Labels by which the Deployment knows its pods, some of theirs. They cannot change once applied. @default - `app` and `version` */
  readonly selector?: Readonly<Record<string, string>>;
  /** Any other field of the Deployment, StatefulSet or DaemonSet, for example `strategy`, merged as `pod` is. @default - none */
  readonly controller?: DeepPartial<Omit<DeploymentSpec & StatefulSetSpec & DaemonSetSpec, 'template' | 'selector' | 'replicas'>>;
}
