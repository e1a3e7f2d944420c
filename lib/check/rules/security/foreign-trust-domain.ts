import { kinds } from '../../../istio/kinds';
import { parsePrincipal, principalsOf } from '../../../mesh/security/principals';
import { rule } from '../../rule';

export const foreignTrustDomain = rule({
  code: 'KIA0108',
  name: 'foreign-trust-domain',
  level: 'info',
  kinds: [kinds.AuthorizationPolicy],
  check({ spec }, { mesh }) {
    const own = mesh.config.fields.at('trustDomain').text || 'cluster.local';
    const trusted = new Set([own, 'cluster.local', ...mesh.config.fields.at('trustDomainAliases').texts]);
    return principalsOf(spec).flatMap((field) => {
      const principal = parsePrincipal(field.text);
      if (!principal || trusted.has(principal.trustDomain)) return [];
      return field.finding({
        message: `\`${principal.trustDomain}\` is not the trust domain of this mesh, which is \`${own}\``,
        why: 'only callers of another mesh that this one trusts have such an identity',
        fix: `${own}/${field.text.slice(field.text.indexOf('/') + 1)}`,
      });
    });
  },
});
