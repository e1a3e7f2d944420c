import type { ServiceSpec } from '../../imports/kubernetes';
import type { DestinationRuleSpec } from '../../imports/networking.istio.io';
import type { WithExportTo } from './export-to';
import type { Metadata, WithMetadata } from './metadata';
import type { Protocol } from './probes';
import type { TrafficPolicy } from './traffic-policy';
import type { ControllerKind } from './workload/controller';
import type { DeepPartial } from './workload/deep-partial';
import type { ReplicaProps } from './workload/pod-props';
import type { PortProps } from './workload/ports';

/** What sets one version apart: whatever it says takes the place of the microservice's own, except that `env` is added to. */
export interface VersionProps extends ReplicaProps {
  /** Image with its tag or digest. @default - the microservice's image, with the version's name as tag */
  readonly image?: string;
  /** How callers treat this version; each field takes the place of the microservice's own. @default - as the microservice */
  readonly trafficPolicy?: TrafficPolicy;
}

/** As whom the pods run, and so call. */
export interface ServiceAccountProps {
  /** The ServiceAccount's name. @default - the microservice's name */
  readonly name?: string;
  /** What a cloud reads to give the pods an identity of its own. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whether it exists without this app. @default false */
  readonly existing?: boolean;
}

/** The Service in front of the pods. */
export interface ServiceProps extends WithMetadata {
  /** Any other field of the Service, for example `type` or `sessionAffinity`. @default - a ClusterIP */
  readonly spec?: DeepPartial<Omit<ServiceSpec, 'selector'>>;
}

/**
 * A service: its versions, ports, pods, identity and scaling.
 *
 * @typeParam V names of the versions, such as `'v1' | 'v2'`; `never` where they are not distinguished
 */
export interface MicroserviceProps<V extends string = never> extends TrafficPolicy, WithMetadata, WithExportTo, ReplicaProps {
  /** Registry and repository. With `versions` without a tag, since each version's name is its tag; else with a tag or digest. */
  readonly image: string;
  /** The port that callers ask, and that the application listens on. */
  readonly port: number;
  /** The port that the application listens on, where it is another. @default - `port` */
  readonly targetPort?: number;
  /** What `port` speaks; it decides how proxies read the bytes, and names the port. @default 'http' */
  readonly protocol?: Protocol;
  /** Name of `port` on the Service. @default - the protocol and the name of the Service */
  readonly portName?: string;
  /** Further ports. @default - none */
  readonly ports?: readonly PortProps[];
  /** Name of the Service, and so of the host. @default - the id */
  readonly serviceName?: string;
  /** Name, labels, annotations and any other field of the Service. @default - of type ClusterIP */
  readonly service?: ServiceProps;
  /** What keeps the pods running. A StatefulSet also gets a headless Service that gives each pod a name. @default 'Deployment' */
  readonly kind?: ControllerKind;
  /** Label `app` of the pods. @default - the name */
  readonly app?: string;
  /** The identity of the pods. @default - one of its own, with the microservice's name and without a token */
  readonly serviceAccount?: ServiceAccountProps;
  /** Name, labels and annotations of its DestinationRule, and any other field of it. @default - `<name>-destination-rule` */
  readonly destinationRule?: WithExportTo & { readonly metadata?: Metadata; readonly spec?: DeepPartial<DestinationRuleSpec> };
  /**
   * Versions that routes may distinguish, each with a Deployment and a subset of its own.
   *
   * @default - one Deployment, whose pods are labelled `version: v1` whatever their tag, since a selector cannot change
   */
  readonly versions?: { readonly [name in V]: VersionProps };
}
