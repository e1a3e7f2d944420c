import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { rule } from '../../rule';

const waypoint = ['istio.io/WaypointBound'];
const gatewayApi = ['Accepted', 'Programmed', 'ResolvedRefs'];

/** Conditions that say by `False` that something is wrong. Source: Istio `ConditionAnalyzer`. */
const telling: Readonly<Record<string, readonly string[]>> = {
  Service: waypoint,
  ServiceEntry: waypoint,
  WorkloadEntry: waypoint,
  AuthorizationPolicy: ['ZtunnelAccepted', 'WaypointAccepted'],
  Gateway: gatewayApi,
  HTTPRoute: gatewayApi,
  GRPCRoute: gatewayApi,
};

export const negativeCondition = rule({
  code: 'IST0171',
  name: 'negative-condition',
  level: 'warning',
  kinds: [
    kinds.Service,
    kinds.ServiceEntry,
    kinds.WorkloadEntry,
    kinds.AuthorizationPolicy,
    kinds.KubernetesGateway,
    kinds.HTTPRoute,
    kinds.GRPCRoute,
  ],
  check({ object, root }) {
    const status = root.at('status');
    const conditions = [...status.at('conditions').items, ...status.at('parents').items.flatMap((parent) => parent.at('conditions').items)];
    return conditions
      .filter((condition) => isNegative(condition, telling[object.kind] ?? []))
      .map((condition) =>
        condition.at('type').finding({
          message: `the cluster says \`${condition.at('type').text}: ${condition.at('status').text}\` (${condition.at('reason').text})`,
          why: condition.at('message').text || undefined,
        }),
      );
  },
});

function isNegative(condition: FieldReader, types: readonly string[]): boolean {
  const type = condition.at('type').text;
  if (types.includes(type) && condition.at('status').text === 'False') return true;
  return type === 'WaypointAccepted' && types.includes(type) && condition.at('reason').text === 'PartiallyInvalid';
}
