import type { Field } from '../../violation';
import { checkNumber, checkOneOf, checkOneOfIfGiven, type Maybe } from './field-checks';

/** The fields of a Service that say which of its pods gets a request. */
export interface TrafficFields {
  readonly type?: Maybe<string>;
  readonly externalIPs?: Maybe<readonly string[]>;
  readonly externalTrafficPolicy?: Maybe<string>;
  readonly internalTrafficPolicy?: Maybe<string>;
  readonly healthCheckNodePort?: Maybe<number>;
  readonly sessionAffinity?: Maybe<string>;
  readonly sessionAffinityConfig?: Maybe<{ readonly clientIP?: Maybe<{ readonly timeoutSeconds?: Maybe<number> }> }>;
  readonly trafficDistribution?: Maybe<string>;
}

const policies = ['Cluster', 'Local'];
const mostAffinitySeconds = 86_400;

/** Source: `validateServiceExternalTrafficPolicy` and its neighbours. */
export function checkTraffic(spec: TrafficFields, at: Field): void {
  checkAffinity(spec, at);
  checkExternalTrafficPolicy(spec, at.at('externalTrafficPolicy'));
  checkOneOfIfGiven(spec.internalTrafficPolicy, policies, at.at('internalTrafficPolicy'));
  checkOneOfIfGiven(spec.trafficDistribution, ['PreferClose', 'PreferSameZone', 'PreferSameNode'], at.at('trafficDistribution'));
}

/** How long a client keeps its pod is only looked at where clients keep theirs. */
function checkAffinity({ sessionAffinity, sessionAffinityConfig }: TrafficFields, at: Field): void {
  checkOneOf(sessionAffinity, ['None', 'ClientIP'], at.at('sessionAffinity'));
  if (sessionAffinity !== 'ClientIP') return;
  const place = at.at('sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
  checkNumber(sessionAffinityConfig?.clientIP?.timeoutSeconds, { least: 1, most: mostAffinitySeconds }, place);
}

function checkExternalTrafficPolicy({ type, externalIPs, externalTrafficPolicy }: TrafficFields, at: Field): void {
  const isInside = (type || 'ClusterIP') === 'ClusterIP' && (externalIPs ?? []).length === 0;
  if (!isInside && type !== 'ExternalName') checkOneOf(externalTrafficPolicy, policies, at);
  else if (externalTrafficPolicy)
    at.error(`a Service of type \`${type || 'ClusterIP'}\` gets no traffic from outside`, {
      fix: 'leave `externalTrafficPolicy` out, or use type `NodePort` or `LoadBalancer`',
    });
}
