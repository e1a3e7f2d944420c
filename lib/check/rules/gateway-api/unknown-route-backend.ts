import { kinds } from '../../../istio/kinds';
import { serviceHost } from '../../../istio/names';
import { rule } from '../../rule';
import { closestHost } from '../../suggest';

export const unknownRouteBackend = rule({
  code: 'KIA1402',
  name: 'unknown-route-backend',
  level: 'warning',
  kinds: [kinds.HTTPRoute, kinds.GRPCRoute, kinds.TLSRoute, kinds.TCPRoute],
  closedWorld: true,
  check: ({ spec, namespace }, { mesh }) =>
    spec
      .at('rules')
      .items.flatMap((entry) => entry.at('backendRefs').items)
      .filter((backend) => (backend.at('kind').text || 'Service') === 'Service')
      .map((backend) => ({ field: backend.at('name'), home: backend.at('namespace').text || namespace }))
      .filter(({ field, home }) => mesh.services.withHost(serviceHost(field.text, home, mesh.clusterDomain)).length === 0)
      .map(({ field, home }) =>
        field.finding({
          message: `no Service \`${field.text}\` is in the namespace \`${home}\``,
          why: 'these requests answer 500',
          fix: closestHost(field.text, mesh),
        }),
      ),
});
