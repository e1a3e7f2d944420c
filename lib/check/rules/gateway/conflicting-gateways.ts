import { kinds } from '../../../istio/kinds';
import { isHttp, parseProtocol } from '../../../istio/protocol';
import type { FieldReader } from '../../../manifest/field';
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
            why: isMerged(server) ? mixed : dropped,
            fix: 'keep the host in one of them, and bind the VirtualServices of both to that one',
          }),
        ];
      }
      return [];
    });
  },
});

const dropped = 'one pod can serve a host on a port only once: the oldest Gateway does, and the servers of the others are dropped';
const mixed = 'their routes become one list in the order of age: which rule answers changes when an object is made again';

/** Servers of plain HTTP share one list of routes. Source: Istio `mergeGateways`. */
function isMerged(server: FieldReader): boolean {
  return !server.at('tls').exists && isHttp(parseProtocol(server.at('port', 'protocol').text));
}
