import { covers, isWildcard } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
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
    const rivals = own.gateways.flatMap((gateway) => mesh.virtualServices.boundTo(gateway)).filter((service) => service !== own);
    return spec.at('hosts').items.flatMap((host) => {
      if (!isWildcard(host.text) || host.text === '*') return [];
      const hidden = rivals.flatMap((rival) =>
        rival.hosts.filter((exact) => exact !== host.text && covers(host.text, exact)).map((exact) => ({ rival, exact })),
      );
      const [first] = hidden.filter(({ exact }) => !own.hosts.includes(exact));
      if (!first) return [];
      return host.finding({
        message: `requests for \`${first.exact}\` never reach these rules: VirtualService \`${first.rival.name}\` has that host`,
        why: 'Envoy looks for the most specific host and stays there: rules of a wildcard are not merged into it',
        fix: `repeat the rules for \`${first.exact}\`, or move them into \`${first.rival.name}\``,
      });
    });
  },
});
