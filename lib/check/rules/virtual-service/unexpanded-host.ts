import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { fullHost } from '../../suggest';

export const unexpandedHost = rule({
  code: 'MESH004',
  name: 'unexpanded-host',
  level: 'warning',
  fixable: true,
  kinds: [kinds.VirtualService],
  check: ({ spec }, { mesh }) =>
    spec.at('hosts').items.flatMap((host) => {
      const full = mesh.services.withHost(host.text).length === 0 ? fullHost(host.text, mesh) : undefined;
      if (!full) return [];
      return host.finding({
        message: `\`${host.text}\` is not the Service \`${full}\``,
        why: 'Istio expands only names without any dot, so these routes are for a host that no caller names',
        fix: full,
        repair: { kind: 'value', path: host.path, value: full },
      });
    }),
});
