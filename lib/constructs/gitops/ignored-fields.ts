import type { ApplicationSpecIgnoreDifferences } from '../../../imports/argoproj.io';

/** Fields that somebody else writes once an object is applied, and that Argo CD must neither report nor write back. */
export class IgnoredFields {
  /** Weights of routes, which Flagger or Argo Rollouts move. */
  static weights(): IgnoredFields {
    return IgnoredFields.of('networking.istio.io', 'VirtualService', '.spec.http[].route[].weight');
  }

  /** Labels of subsets, to which Argo Rollouts adds the hash of the pods that each means. */
  static subsets(): IgnoredFields {
    return IgnoredFields.of('networking.istio.io', 'DestinationRule', '.spec.subsets[].labels');
  }

  /** Replicas, which an autoscaler, Flagger or Argo Rollouts sets. */
  static replicas(): IgnoredFields {
    return IgnoredFields.of('apps', 'Deployment', '.spec.replicas');
  }

  /** Any other fields. @param group API group, empty for Kubernetes' core. @param paths jq path expressions, such as `.spec.replicas` */
  static of(group: string, kind: string, ...paths: readonly string[]): IgnoredFields {
    return new IgnoredFields({ group, kind, jqPathExpressions: [...paths] });
  }

  private constructor(
    /** @internal */
    readonly spec: ApplicationSpecIgnoreDifferences,
  ) {}
}
