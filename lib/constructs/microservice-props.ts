import type { ProbePaths, Protocol } from './probes';
import type { TrafficPolicy } from './traffic-policy';
import type { Resources } from './workload';

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
  readonly probes?: ProbePaths;
  /** Numeric user and group that the program runs as, not root. @default 10001 */
  readonly user?: number;
}
