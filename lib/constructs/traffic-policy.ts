import type {
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyConnectionPool,
  DestinationRuleSpecTrafficPolicyLoadBalancer,
  DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting,
  DestinationRuleSpecTrafficPolicyOutlierDetection,
} from '../../imports/networking.istio.io';
import { count } from './count';
import type { Duration } from './duration';
import type { LoadBalancing } from './load-balancing';
import { checkLocality, type Locality } from './locality';
import type { Percent } from './percent';

/** How callers treat a destination: balancing, limits, ejection of failing pods. Source: Istio `TrafficPolicy`. */
export interface TrafficPolicy {
  /** How a pod is chosen. @default - Istio's: the less busy of two */
  readonly loadBalancing?: LoadBalancing;
  /** Limits on connections and requests. @default - Envoy's, which are next to none */
  readonly connectionPool?: ConnectionPool;
  /** When a failing pod is left out for a while. @default - never */
  readonly outlierDetection?: OutlierDetection;
  /** Which region or zone is asked first, and which when it fails. @default - the mesh's setting */
  readonly locality?: Locality;
}

/** Source: Istio `ConnectionPoolSettings`. */
export interface ConnectionPool {
  /** Connections to all pods of the destination together. @default - 2^32-1 */
  readonly maxConnections?: number;
  /** @default 10s */
  readonly connectTimeout?: Duration;
  /** Requests that may wait for a connection. @default - 2^32-1 */
  readonly maxPendingRequests?: number;
  /** Requests under way to all pods together. @default - 2^32-1 */
  readonly maxRequests?: number;
  /** 1 turns keep-alive off. @default - no limit */
  readonly maxRequestsPerConnection?: number;
  /** Retries under way to all pods together. @default - 2^32-1 */
  readonly maxRetries?: number;
  /** An idle connection is closed after this. @default 1h */
  readonly idleTimeout?: Duration;
}

/** Source: Istio `OutlierDetection`. */
export interface OutlierDetection {
  /** Answers of 500 and above in a row until a pod is ejected. @default 5 */
  readonly consecutive5xxErrors?: number;
  /** Answers of 502, 503 and 504 in a row until a pod is ejected. @default - not counted apart */
  readonly consecutiveGatewayErrors?: number;
  /** How often pods are judged. @default 10s */
  readonly interval?: Duration;
  /** How long a pod is left out the first time. @default 30s */
  readonly baseEjectionTime?: Duration;
  /** How many of the pods may be left out at once. @default 10 % */
  readonly maxEjectionPercent?: Percent;
}

/** Istio's `TrafficPolicy`; undefined when nothing is asked for. @throws ConstructError `CountRange`, and those of `checkLocality` */
export function renderTrafficPolicy(policy: TrafficPolicy): DestinationRuleSpecTrafficPolicy | undefined {
  const { connectionPool, outlierDetection, locality } = policy;
  if (locality) checkLocality(locality, outlierDetection !== undefined);
  const loadBalancer = renderLoadBalancer(policy);
  const pool = connectionPool && renderPool(connectionPool);
  if (!loadBalancer && !pool && !outlierDetection) return undefined;
  return {
    loadBalancer,
    connectionPool: pool,
    outlierDetection: outlierDetection && renderOutlierDetection(outlierDetection),
  };
}

function renderLoadBalancer({ loadBalancing, locality }: TrafficPolicy): DestinationRuleSpecTrafficPolicyLoadBalancer | undefined {
  return loadBalancing || locality ? { ...loadBalancing?.spec, localityLbSetting: locality && renderLocality(locality) } : undefined;
}

function renderLocality(locality: Locality): DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting {
  if ('failover' in locality) return { enabled: true, failover: [...locality.failover] };
  if ('failoverPriority' in locality) return { enabled: true, failoverPriority: [...locality.failoverPriority] };
  return { enabled: true, distribute: [...locality.distribute] };
}

function renderPool(pool: ConnectionPool): DestinationRuleSpecTrafficPolicyConnectionPool | undefined {
  const { maxConnections, connectTimeout, maxPendingRequests, maxRequests, maxRequestsPerConnection, maxRetries, idleTimeout } = pool;
  return present({
    tcp: present({ maxConnections: count(maxConnections, 'maxConnections'), connectTimeout: connectTimeout?.toString() }),
    http: present({
      http1MaxPendingRequests: count(maxPendingRequests, 'maxPendingRequests'),
      http2MaxRequests: count(maxRequests, 'maxRequests'),
      maxRequestsPerConnection: count(maxRequestsPerConnection, 'maxRequestsPerConnection'),
      maxRetries: count(maxRetries, 'maxRetries'),
      idleTimeout: idleTimeout?.toString(),
    }),
  });
}

function renderOutlierDetection(detection: OutlierDetection): DestinationRuleSpecTrafficPolicyOutlierDetection {
  const { consecutive5xxErrors, consecutiveGatewayErrors, interval, baseEjectionTime, maxEjectionPercent } = detection;
  return {
    consecutive5XxErrors: count(consecutive5xxErrors, 'consecutive5xxErrors'),
    consecutiveGatewayErrors: count(consecutiveGatewayErrors, 'consecutiveGatewayErrors'),
    interval: interval?.toString(),
    baseEjectionTime: baseEjectionTime?.toString(),
    maxEjectionPercent: count(maxEjectionPercent?.value, 'maxEjectionPercent'),
  };
}

function present<T extends object>(fields: T): T | undefined {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}
