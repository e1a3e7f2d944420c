import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const multipleNamespaceTelemetries = rule({
  code: 'IST0160',
  name: 'multiple-namespace-telemetries',
  level: 'error',
  kinds: [kinds.Telemetry],
  check({ spec, name, namespace, nameField }, { mesh }) {
    if (spec.at('selector').exists) return [];
    const others = mesh.competingTelemetries.othersWithoutSelector(namespace, name);
    if (others.length === 0) return [];
    return [
      nameField.finding({
        message: `the namespace \`${namespace}\` has more Telemetries without a selector: ${others.map((other) => `\`${other}\``).join(', ')}`,
        why: 'a namespace has one default; the oldest counts, the others are passed over',
        fix: 'merge them, or give all but one a `selector`',
      }),
    ];
  },
});
