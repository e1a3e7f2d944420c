import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { rule } from '../../rule';

/** What the settings of a port do not inherit. Source: Istio `mergeTrafficPolicy`. */
const replaced = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'];

export const portSettingsReplacePolicy = rule({
  code: 'MESH007',
  name: 'port-settings-replace-policy',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check: ({ spec }) =>
    [spec, ...spec.at('subsets').items]
      .map((holder) => holder.at('trafficPolicy'))
      .flatMap((policy) => policy.at('portLevelSettings').items.flatMap((port) => complain(port, policy))),
});

function complain(settings: FieldReader, policy: FieldReader) {
  const lost = replaced.filter((field) => policy.at(field).exists && !settings.at(field).exists);
  if (lost.length === 0) return [];
  return [
    settings.finding({
      message: `for port ${settings.at('port', 'number').number ?? ''} the ${lost.map((field) => `\`${field}\``).join(', ')} of the policy above ${lost.length > 1 ? 'do' : 'does'} not hold`,
      why: 'the settings of a port take the place of the whole policy, nothing is inherited',
      fix: `repeat ${lost.map((field) => `\`${field}\``).join(', ')} for this port`,
    }),
  ];
}
