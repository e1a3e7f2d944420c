import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { httpConditions } from '../../../mesh/workloads/waypoints';
import { rule } from '../../rule';

export const policyWithoutTarget = rule({
  code: 'KIA0110',
  name: 'policy-without-target',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check({ spec, namespace, nameField }, { mesh }) {
    const hasTarget = ['targetRef', 'targetRefs'].some((field) => spec.at(field).exists);
    if (hasTarget || !mesh.injection.isAmbient(namespace) || mesh.waypoints.isMissing(namespace)) return [];
    const found: FieldReader | undefined = spec.at('rules').items.flatMap(httpConditions)[0];
    if (!found) return [];
    return [
      (spec.at('selector').exists ? spec.at('selector') : nameField).finding({
        message: 'this policy looks at HTTP, and names no waypoint or Service that should ask it',
        why: 'in the ambient mesh a policy without `targetRefs` is asked by the node, which sees connections alone',
        fix: 'targetRefs: [{ kind: Gateway, group: gateway.networking.k8s.io, name: waypoint }]',
      }),
    ];
  },
});
