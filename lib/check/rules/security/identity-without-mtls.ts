import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const identityWithoutMtls = rule({
  code: 'KIA0105',
  name: 'identity-without-mtls',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check({ spec, namespace }, { mesh }) {
    if (mesh.mutualTls.ofNamespace(namespace) !== 'DISABLE') return [];
    return spec
      .at('rules')
      .items.flatMap((entry) => entry.at('from').items.map((from) => from.at('source')))
      .flatMap((source) =>
        ['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts'].map((field) => source.at(field)),
      )
      .filter(({ items }) => items.length > 0)
      .map((field) =>
        field.finding({
          message: `\`${field.path.at(-1)}\` asks who is calling, and mutual TLS is turned off in \`${namespace}\``,
          why: 'without it no caller has an identity, so the condition never holds',
          fix: 'set the PeerAuthentication to `PERMISSIVE` or `STRICT`',
        }),
      );
  },
});
