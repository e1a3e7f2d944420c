import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const ingressSkipsSubsets = rule({
  code: 'IST0140',
  name: 'ingress-skips-subsets',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ spec, namespace, qualifiedName }, { mesh }) {
    if (spec.at('gateways').items.length === 0) return [];
    return spec
      .at('http')
      .items.flatMap((rule) => rule.at('route').items.map((route) => route.at('destination')))
      .filter((destination) => destination.at('subset').text === '')
      .flatMap((destination) => {
        const host = destination.at('host').text;
        const shaping = shapersByHost(mesh).get(expandHost(host, namespace, mesh.clusterDomain));
        if (!shaping) return [];
        return destination.at('host').finding({
          message: `requests from the gateway to \`${host}\` are not shared out by \`${shaping}\``,
          why: `\`${shaping}\` splits \`${host}\` into subsets for callers inside the mesh, and a gateway does not pass through its rules`,
          fix: `name subsets here too, or make it a rule of \`${shaping}\` with this gateway among its gateways (not of \`${qualifiedName}\`)`,
        });
      });
  },
});

/** VirtualServices that send their own host to subsets of it. Source: Istio `DestinationHostAnalyzer.analyzeSubset`. */
const shapersByHost = memo((mesh: Mesh) => {
  const byHost = new Map<string, string>();
  for (const service of mesh.virtualServices.all) {
    for (const { destination } of service.http.flatMap((rule) => rule.spec.route ?? [])) {
      if (destination?.subset && destination.host && service.hosts.includes(destination.host)) byHost.set(destination.host, service.name);
    }
  }
  return byHost;
});
