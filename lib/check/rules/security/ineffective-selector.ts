import { kinds } from '../../../istio/kinds';
import { selectedGateway, targetOf } from '../../../mesh/passed-over/ambient';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

const atWaypoint = ofCauses('selector at a waypoint');

/** Istio's analyzer reports it for every Gateway, while istiod still applies it at those that are no waypoints. */
export const ineffectiveSelector = rule({
  code: 'IST0166',
  name: 'ineffective-selector',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy, kinds.RequestAuthentication, kinds.Telemetry, kinds.WasmPlugin],
  check(subject, context) {
    const found = selectedGateway(subject.manifest, context.mesh);
    if (!found || found.isWaypoint) return atWaypoint(subject, context);
    return [
      found.selector.finding({
        message: `this selector picks the pods of the Kubernetes Gateway \`${found.gateway}\`, where policies are attached by reference`,
        why: 'istiod applies it by a fallback that `ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY` can switch off, and never at a waypoint',
        fix: targetOf(found),
      }),
    ];
  },
});
