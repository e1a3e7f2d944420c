import { kinds } from '../../../istio/kinds';
import { portOf, sameSelector } from '../../../mesh/gateways/server-hosts';
import { formatSelector } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';

export const conflictingGateways = rule({
  code: 'IST0145',
  name: 'conflicting-gateways',
  level: 'error',
  kinds: [kinds.Gateway],
  check({ spec, qualifiedName }, { mesh }) {
    const selector = spec.at('selector').labels ?? {};
    return spec.at('servers').items.flatMap((server) => {
      for (const host of server.at('hosts').items) {
        const rivals = mesh.serverHosts
          .rivalsOf(qualifiedName, { server, host: host.text })
          .filter((other) => sameSelector(selector, other.selector) || mesh.serverHosts.narrowsSelector(selector, other.selector));
        if (rivals.length === 0) continue;
        const names = [...new Set(rivals.map(({ gateway }) => `\`${gateway}\``))].join(', ');
        return [
          host.finding({
            message: `port ${portOf(server)} of \`${host.text}\` is also taken by ${names} on the same pods (${formatSelector(selector)})`,
            why: 'one pod can serve a host on a port only once; which Gateway wins depends on their age',
            fix: 'keep the host in one of them, and bind the VirtualServices of both to that one',
          }),
        ];
      }
      return [];
    });
  },
});
