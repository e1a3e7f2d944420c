import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownRouteParent = rule({
  code: 'KIA1401',
  name: 'unknown-route-parent',
  level: 'warning',
  kinds: [kinds.HTTPRoute, kinds.GRPCRoute, kinds.TLSRoute, kinds.TCPRoute],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const gateways = mesh
      .ofKind('gateway.networking.k8s.io', 'Gateway')
      .map(({ object }) => `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`);
    return spec
      .at('parentRefs')
      .items.filter((parent) => (parent.at('kind').text || 'Gateway') === 'Gateway')
      .map((parent) => ({ field: parent.at('name'), full: `${parent.at('namespace').text || namespace}/${parent.at('name').text}` }))
      .filter(({ full }) => !gateways.includes(full))
      .map(({ field, full }) =>
        field.finding({
          message: `no Kubernetes Gateway is called \`${full}\``,
          why: 'the route is attached to nothing, so no request follows it',
          fix: closestName(full, gateways),
        }),
      );
  },
});
