import { isWildcard } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
import type { VirtualService } from '../../../mesh/routing/virtual-service';
import { rule } from '../../rule';

export const wildcardHostHidden = rule({
  code: 'MESH029',
  name: 'wildcard-host-hidden',
  level: 'info',
  kinds: [kinds.VirtualService],
  check({ spec, qualifiedName }, { mesh }) {
    const own = mesh.virtualServices.get(qualifiedName);
    // Most have no wildcard, and every other VirtualService may be a rival.
    if (!own?.hosts.some((host) => isWildcard(host) && host !== '*')) return [];
    const rivals = [...new Set(own.gateways)]
      .flatMap((gateway) => mesh.virtualServices.boundTo(gateway))
      .filter((service) => service !== own);
    const hidden = firstHidden(own, rivals);
    return spec.at('hosts').items.flatMap((host) => {
      const first = isWildcard(host.text) && host.text !== '*' ? hidden.get(host.text) : undefined;
      if (!first) return [];
      return host.finding({
        message: `requests for \`${first.exact}\` never reach these rules: VirtualService \`${first.rival.name}\` has that host`,
        why: 'Envoy looks for the most specific host and stays there: rules of a wildcard are not merged into it',
        fix: `repeat the rules for \`${first.exact}\`, or move them into \`${first.rival.name}\``,
      });
    });
  },
});

interface Hidden {
  readonly rival: VirtualService;
  readonly exact: string;
}

/** For each wildcard of a VirtualService the first host of a rival below it. One pass over the hosts of all: both sides may have thousands. */
function firstHidden(own: VirtualService, rivals: readonly VirtualService[]): ReadonlyMap<string, Hidden> {
  const hosts = new Set(own.hosts);
  const lengths = new Set(own.hosts.filter(isWildcard).map((host) => host.length - 1));
  const first = new Map<string, Hidden>();
  for (const rival of rivals) {
    for (const exact of rival.hosts.filter((host) => !hosts.has(host))) {
      for (const length of lengths) {
        const wildcard = `*${exact.slice(exact.length - length)}`;
        if (length <= exact.length && exact !== wildcard && !first.has(wildcard)) first.set(wildcard, { rival, exact });
      }
    }
  }
  return first;
}
