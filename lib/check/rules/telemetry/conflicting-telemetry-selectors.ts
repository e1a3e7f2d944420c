import { kinds } from '../../../istio/kinds';
import { policySelector } from '../../../mesh/workloads/competing-selectors';
import { rule } from '../../rule';

export const conflictingTelemetrySelectors = rule({
  code: 'IST0159',
  name: 'conflicting-telemetry-selectors',
  level: 'error',
  kinds: [kinds.Telemetry],
  check({ spec, name, namespace }, { mesh }) {
    const selector = policySelector(spec);
    const found = selector && mesh.competingTelemetries.rivalFor(namespace, name, selector);
    if (!found) return [];
    return [
      spec.at('selector').finding({
        message: `the Telemetry \`${found.rival}\` also selects the pods of ${found.pod.kind} \`${found.pod.name}\``,
        why: 'a pod has one Telemetry; the oldest counts, the others are passed over',
        fix: 'make the selectors exclude each other, or merge the two',
      }),
    ];
  },
});
