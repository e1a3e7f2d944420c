import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const redirectForNobody = rule({
  code: 'MESH016',
  name: 'redirect-for-nobody',
  level: 'warning',
  kinds: [kinds.Gateway],
  check({ spec, qualifiedName }, { mesh }) {
    if (mesh.virtualServices.boundTo(qualifiedName).length > 0) return [];
    return spec
      .at('servers')
      .items.filter((server) => server.at('tls', 'httpsRedirect').value === true)
      .flatMap((server) => server.at('hosts').items)
      .filter(({ text }) => text.includes('/') && !text.startsWith('*/'))
      .map((host) =>
        host.finding({
          message: `no request is redirected for \`${host.text}\``,
          why: 'without a VirtualService istiod takes the whole text, namespace and slash, as the host to redirect',
          fix: host.text.slice(host.text.indexOf('/') + 1),
        }),
      );
  },
});
