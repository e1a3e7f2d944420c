import type { DestinationRuleSpecTrafficPolicyOutlierDetection } from '../../imports/networking.istio.io';
import { count } from './count';
import type { Duration } from './duration';
import type { Percent } from './percent';

/** Source: Istio `OutlierDetection`. */
export interface OutlierDetection {
  /** Answers of 500 and above in a row until a pod is ejected. @default 5 */
  readonly consecutive5xxErrors?: number;
  /** Answers of 502, 503 and 504 in a row until a pod is ejected. @default - not counted apart */
  readonly consecutiveGatewayErrors?: number;
  /** Failed connections and timeouts in a row until a pod is ejected; they then no longer count as 5xx. @default - they count as 5xx */
  readonly consecutiveLocalFailures?: number;
  /** How often pods are looked at. @default 10s */
  readonly interval?: Duration;
  /** How long a pod is left out the first time. @default 30s */
  readonly baseEjectionTime?: Duration;
  /** How many of the pods may be left out at once. @default 10 % */
  readonly maxEjectionPercent?: Percent;
  /** With fewer healthy pods than this, all pods are asked again. @default 0 % */
  readonly minHealthPercent?: Percent;
}

/** @throws ConstructError `CountRange` @internal */
export function renderOutlierDetection(detection: OutlierDetection): DestinationRuleSpecTrafficPolicyOutlierDetection {
  const { consecutiveLocalFailures } = detection;
  return {
    consecutive5XxErrors: count(detection.consecutive5xxErrors, 'consecutive5xxErrors'),
    consecutiveGatewayErrors: count(detection.consecutiveGatewayErrors, 'consecutiveGatewayErrors'),
    // Istio rejects the count unless both kinds of failure are told apart.
    splitExternalLocalOriginErrors: consecutiveLocalFailures === undefined ? undefined : true,
    consecutiveLocalOriginFailures: count(consecutiveLocalFailures, 'consecutiveLocalFailures'),
    interval: detection.interval?.toString(),
    baseEjectionTime: detection.baseEjectionTime?.toString(),
    maxEjectionPercent: count(detection.maxEjectionPercent?.value, 'maxEjectionPercent'),
    minHealthPercent: count(detection.minHealthPercent?.value, 'minHealthPercent'),
  };
}
