import { kinds } from '../../../istio/kinds';
import { meshGateway } from '../../../istio/names';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const rulesNotForMesh = rule({
  code: 'MESH027',
  name: 'rules-not-for-mesh',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ spec, namespace }, { mesh }) {
    const gateways = spec.at('gateways').texts;
    if (gateways.length === 0 || gateways.includes(meshGateway)) return [];
    return spec.at('hosts').items.flatMap((host) => {
      const service = mesh.clusterNames.service(host.text, namespace);
      if (!service || hasRulesForMesh(mesh, service.host)) return [];
      return host.finding({
        message: `calls of \`${host.text}\` inside the mesh ignore these rules: \`gateways\` lacks \`mesh\``,
        why: 'a VirtualService that names gateways holds for those alone; sidecars send such calls straight to the Service',
        fix: `gateways: [${[...gateways, meshGateway].join(', ')}]`,
      });
    });
  },
});

/** Another VirtualService may shape calls inside the mesh. */
function hasRulesForMesh(mesh: Mesh, host: string): boolean {
  return mesh.virtualServices.boundTo(meshGateway).some(({ hosts }) => hosts.includes(host));
}
