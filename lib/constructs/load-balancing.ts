import {
  type DestinationRuleSpecTrafficPolicyLoadBalancer,
  DestinationRuleSpecTrafficPolicyLoadBalancerSimple as Simple,
} from '../../imports/networking.istio.io';

/**
 * How one pod among those of a destination is chosen. `ConsistentHash` has the choices that keep a caller on one pod.
 *
 * Source: Istio `LoadBalancerSettings`.
 */
export class LoadBalancing {
  /** The less busy of two pods picked at random. Istio's own default. */
  static leastRequest(): LoadBalancing {
    return new LoadBalancing({ simple: Simple.LEAST_UNDERSCORE_REQUEST });
  }

  /** Each pod in turn. */
  static roundRobin(): LoadBalancing {
    return new LoadBalancing({ simple: Simple.ROUND_UNDERSCORE_ROBIN });
  }

  /** Any pod. */
  static random(): LoadBalancing {
    return new LoadBalancing({ simple: Simple.RANDOM });
  }

  /** The address the caller asked for, without balancing. */
  static passthrough(): LoadBalancing {
    return new LoadBalancing({ simple: Simple.PASSTHROUGH });
  }

  protected constructor(
    /** @internal */
    readonly spec: DestinationRuleSpecTrafficPolicyLoadBalancer,
  ) {}
}
