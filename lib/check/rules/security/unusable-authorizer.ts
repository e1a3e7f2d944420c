import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const unusableAuthorizer = rule({
  code: 'MESH051',
  name: 'unusable-authorizer',
  level: 'error',
  kinds: [kinds.AuthorizationPolicy],
  check({ spec }, { mesh }) {
    if (spec.at('action').text !== 'CUSTOM') return [];
    const name = spec.at('provider', 'name');
    const authorizer = mesh.authorizers.of(name.text);
    if (authorizer.kind !== 'unusable') return [];
    return [
      name.finding({
        message: `istiod cannot use the external authorizer \`${name.text}\`: ${authorizer.why}`,
        why: 'proxies then deny every request that the rules of the policy match',
        fix: 'write it into `extensionProviders` of the mesh configuration, as `envoyExtAuthzGrpc` or `envoyExtAuthzHttp`, with a service of the mesh',
      }),
    ];
  },
});
