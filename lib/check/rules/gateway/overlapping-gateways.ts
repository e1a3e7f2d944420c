import { kinds } from '../../../istio/kinds';
import { portOf, sameSelector } from '../../../mesh/gateways/server-hosts';
import { rule } from '../../rule';

/** What `conflicting-gateways` cannot see, as Istio's own check compares the selectors' text: unlike selectors, one pod. */
export const overlappingGateways = rule({
  code: 'KIA0301',
  name: 'overlapping-gateways',
  level: 'warning',
  kinds: [kinds.Gateway],
  check({ spec, qualifiedName }, { mesh }) {
    const selector = spec.at('selector').labels ?? {};
    return spec.at('servers').items.flatMap((server) => {
      return server.at('hosts').items.flatMap((host) => {
        const rival = mesh.serverHosts
          .rivalsOf(qualifiedName, { server, host: host.text })
          .find(
            (other) =>
              !sameSelector(selector, other.selector) &&
              !mesh.serverHosts.narrowsSelector(selector, other.selector) &&
              mesh.serverHosts.sharePod(selector, other.selector),
          );
        if (!rival) return [];
        return host.finding({
          message: `port ${portOf(server)} of \`${host.text}\` is also taken by \`${rival.gateway}\`, whose selector picks the same pods by other labels`,
          why: 'one pod can serve a host on a port only once; which Gateway wins depends on their age',
          fix: 'keep the host in one of them',
        });
      });
    });
  },
});
