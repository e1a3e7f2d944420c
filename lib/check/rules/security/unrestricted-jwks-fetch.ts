import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

const variable = 'BLOCKED_CIDRS_IN_JWKS_URIS';

export const unrestrictedJwksFetch = rule({
  code: 'IST0175',
  name: 'unrestricted-jwks-fetch',
  level: 'warning',
  kinds: [kinds.Deployment],
  check({ spec, labels, nameField }, { mesh }) {
    if (labels.app !== 'istiod' || mesh.ofKind('security.istio.io', 'RequestAuthentication').length === 0) return [];
    const environment = spec.at('template', 'spec', 'containers').items.flatMap((container) => container.at('env').items);
    if (environment.some((entry) => entry.at('name').text === variable && entry.at('value').text !== '')) return [];
    return [
      nameField.finding({
        message: `istiod fetches the \`jwksUri\` of any RequestAuthentication, whatever address it names`,
        why: 'anyone with the right to write one can make istiod call services inside the cluster',
        fix: `env: [{ name: ${variable}, value: "10.0.0.0/8,169.254.0.0/16" }]`,
      }),
    ];
  },
});
