import { kinds } from '../../../istio/kinds';
import { serviceHost } from '../../../istio/names';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import { closestHost } from '../../suggest';

/** A Service of this name in one other namespace. */
function elsewhere(name: string, mesh: Mesh): string | undefined {
  const [home, ...others] = mesh.services.all.filter((service) => service.registry === 'kubernetes' && service.name === name);
  if (!home || others.length > 0) return undefined;
  return `it is in namespace \`${home.namespace}\`: add \`namespace: ${home.namespace}\`, and a ReferenceGrant there`;
}

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
          fix: elsewhere(field.text, mesh) ?? closestHost(field.text, mesh),
        }),
      ),
});
