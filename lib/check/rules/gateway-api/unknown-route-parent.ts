import { kinds } from '../../../istio/kinds';
import { qualifiedName } from '../../../istio/names';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownRouteParent = rule({
  code: 'KIA1401',
  name: 'unknown-route-parent',
  level: 'warning',
  kinds: [kinds.HTTPRoute, kinds.GRPCRoute, kinds.TLSRoute, kinds.TCPRoute],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    return spec.at('parentRefs').items.flatMap((parent) => {
      const kind = parent.at('kind').text || 'Gateway';
      if (kind !== 'Gateway' && kind !== 'ListenerSet') return [];
      const known = mesh.ofKind('gateway.networking.k8s.io', kind).map(({ object }) => qualifiedName(object));
      const full = `${parent.at('namespace').text || namespace}/${parent.at('name').text}`;
      if (known.includes(full)) return [];
      return parent.at('name').finding({
        message: `no ${kind === 'Gateway' ? 'Kubernetes Gateway' : kind} is called \`${full}\``,
        why: 'the route is attached to nothing, so no request follows it',
        fix: closestName(full, known),
      });
    });
  },
});
