import {
  type DestinationRuleSpecTrafficPolicy,
  type DestinationRuleSpecTrafficPolicyLoadBalancer,
  type DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting,
  type DestinationRuleSpecTrafficPolicyLoadBalancerWarmup,
  type DestinationRuleSpecTrafficPolicyPortLevelSettings,
  DestinationRuleSpecTrafficPolicyProxyProtocolVersion as ProxyVersion,
} from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import type { ClientTls } from './client-tls';
import { type ConnectionPool, renderPool } from './connection-pool';
import { count } from './count';
import type { Duration } from './duration';
import type { LoadBalancing } from './load-balancing';
import { checkLocality, type Locality } from './locality';
import { type OutlierDetection, renderOutlierDetection } from './outlier-detection';
import type { Percent } from './percent';
import { portNumber } from './port';

/** How callers treat one port of a destination. Source: Istio `TrafficPolicy.PortTrafficPolicy`. */
export interface PortPolicy {
  /** How a pod is chosen. @default - Istio's: the less busy of two */
  readonly loadBalancing?: LoadBalancing;
  /** A new pod gets its share of requests by and by. @default - at once */
  readonly warmup?: Warmup;
  /** Limits on connections and requests. @default - Envoy's, which are next to none */
  readonly connectionPool?: ConnectionPool;
  /** When a failing pod is left out for a while. @default - never */
  readonly outlierDetection?: OutlierDetection;
  /** Which region or zone is asked first, and which when it fails. @default - the mesh's setting */
  readonly locality?: Locality;
  /** How connections are encrypted. @default - mutual TLS of the mesh where the called pod has a proxy, else as the caller sends */
  readonly tls?: ClientTls;
}

/** How callers treat a destination: balancing, limits, ejection of failing pods. Source: Istio `TrafficPolicy`. */
export interface TrafficPolicy extends PortPolicy {
  /**
   * Policies of single ports, by the number of the Service's port. Each takes the place of all of the policy above for its
   * port: nothing is inherited.
   *
   * @default - all ports alike
   */
  readonly portPolicies?: Readonly<Record<number, PortPolicy>>;
  /** Retries that may be under way, as a share of the requests that are. @default - `connectionPool.maxRetries` */
  readonly retryBudget?: { readonly percent?: Percent; readonly minRetryConcurrency?: number };
  /** Puts the caller's address before the bytes of a connection, in this version of the PROXY protocol. @default - not sent */
  readonly proxyProtocol?: 'v1' | 'v2';
}

/** Source: Istio `WarmupConfiguration`. */
export interface Warmup {
  /** How long a pod counts as new. */
  readonly duration: Duration;
  /** Share of its later load that a pod starts with. @default 10 % */
  readonly minimum?: Percent;
  /** 1 rises evenly, more rises late. @default 1 */
  readonly aggression?: number;
}

/**
 * Istio's `TrafficPolicy`; undefined when nothing is asked for.
 *
 * @throws ConstructError `CountRange`, `WarmupBalancing`, `EmptyPortPolicy`, `PortRange`, and those of `checkLocality` @internal
 */
export function renderTrafficPolicy(policy: TrafficPolicy): DestinationRuleSpecTrafficPolicy | undefined {
  const { portPolicies, retryBudget, proxyProtocol } = policy;
  const all: DestinationRuleSpecTrafficPolicy = {
    ...renderPortPolicy(policy),
    portLevelSettings: portPolicies && Object.entries(portPolicies).map(renderPort),
    retryBudget: retryBudget && {
      percent: retryBudget.percent?.value,
      minRetryConcurrency: count(retryBudget.minRetryConcurrency, 'minRetryConcurrency'),
    },
    proxyProtocol: proxyProtocol && { version: proxyProtocol === 'v1' ? ProxyVersion.V1 : ProxyVersion.V2 },
  };
  return Object.values(all).some((value) => value !== undefined) ? all : undefined;
}

/** The traffic policy in what a construct accepts beside it. @internal */
export function trafficPolicyOf(props: TrafficPolicy): TrafficPolicy {
  const { loadBalancing, warmup, connectionPool, outlierDetection, locality, tls, portPolicies, retryBudget, proxyProtocol } = props;
  return { loadBalancing, warmup, connectionPool, outlierDetection, locality, tls, portPolicies, retryBudget, proxyProtocol };
}

function renderPort([port, policy]: [string, PortPolicy]): DestinationRuleSpecTrafficPolicyPortLevelSettings {
  const rendered = renderPortPolicy(policy);
  if (Object.values(rendered).every((value) => value === undefined)) {
    throw new ConstructError('EmptyPortPolicy', `the policy of port \`${port}\` is empty`, {
      why: 'istiod rejects it',
      fix: `portPolicies: { ${port}: { tls: ClientTls.off() } }`,
    });
  }
  // The two generated types differ in name only: their enums have the same members.
  return { port: { number: portNumber(Number(port)) }, ...rendered } as DestinationRuleSpecTrafficPolicyPortLevelSettings;
}

function renderPortPolicy(policy: PortPolicy) {
  const { connectionPool, outlierDetection, locality, tls } = policy;
  if (locality) checkLocality(locality, outlierDetection !== undefined);
  return {
    loadBalancer: renderLoadBalancer(policy),
    connectionPool: connectionPool && renderPool(connectionPool),
    outlierDetection: outlierDetection && renderOutlierDetection(outlierDetection),
    tls: tls?.spec,
  };
}

function renderLoadBalancer(policy: PortPolicy): DestinationRuleSpecTrafficPolicyLoadBalancer | undefined {
  const { loadBalancing, locality, warmup } = policy;
  if (!loadBalancing && !locality && !warmup) return undefined;
  return {
    ...loadBalancing?.spec,
    localityLbSetting: locality && renderLocality(locality),
    warmup: warmup && renderWarmup(warmup, loadBalancing),
  };
}

function renderWarmup(warmup: Warmup, loadBalancing?: LoadBalancing): DestinationRuleSpecTrafficPolicyLoadBalancerWarmup {
  const { simple = loadBalancing ? undefined : 'LEAST_REQUEST' } = loadBalancing?.spec ?? {};
  if (simple !== 'LEAST_REQUEST' && simple !== 'ROUND_ROBIN') {
    throw new ConstructError('WarmupBalancing', 'a warm-up is given for a load balancing that has none', {
      why: 'Envoy slows new pods down only where it picks the less busy one, or each in turn',
      fix: 'loadBalancing: LoadBalancing.leastRequest()',
    });
  }
  const { duration, minimum, aggression } = warmup;
  if (aggression !== undefined && aggression < 1) {
    throw new ConstructError('WarmupAggression', `the aggression of a warm-up is at least 1, got \`${aggression}\``);
  }
  return { duration: duration.toString(), minimumPercent: minimum?.value, aggression };
}

function renderLocality(locality: Locality): DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting {
  if ('failover' in locality) return { enabled: true, failover: [...locality.failover] };
  if ('failoverPriority' in locality) return { enabled: true, failoverPriority: [...locality.failoverPriority] };
  return { enabled: true, distribute: [...locality.distribute] };
}
