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
      const isHost = (name: string) => mesh.services.withHost(name).length > 0;
      const dotted = host.text.endsWith('.') ? host.text.slice(0, -1) : '';
      const full = isHost(host.text) ? undefined : isHost(dotted) ? dotted : fullHost(host.text, mesh);
      if (!full) return [];
      return host.finding({
        message: `\`${host.text}\` is not the Service \`${full}\``,
        why: `Istio expands only names without any dot, so only calls that spell the host \`${host.text}\` follow these routes`,
        fix: full,
        repair: { kind: 'value', path: host.path, value: full },
      });
    }),
});
