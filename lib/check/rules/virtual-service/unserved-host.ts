import { hostsForNamespace, overlaps } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
import { expandGateway, meshGateway } from '../../../istio/names';
import { rule } from '../../rule';

export const unservedHost = rule({
  code: 'MESH010',
  name: 'unserved-host',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ manifest, spec, namespace }, { mesh }) {
    const references = spec.at('gateways').texts;
    if (references.length === 0 || references.includes(meshGateway)) return [];
    const gateways = references.map((reference) => mesh.gateways.get(expandGateway(reference, namespace)));
    const served = gateways.flatMap((gateway) => hostsForNamespace(gateway?.servers.flatMap((server) => server.hosts) ?? [], namespace));
    const isServed = (host: string) => served.some((known) => overlaps(known, host));
    const hosts = spec.at('hosts').items;
    // When no host is served, `host-not-in-gateway` tells.
    if (gateways.includes(undefined) || !hosts.some(({ text }) => isServed(text))) return [];
    // Hosts of the cluster, for which `rules-not-for-mesh` reports that sidecars lack them.
    const reported = new Set(mesh.passedOver.of(manifest, 'not for the mesh').map(({ path }) => path.join('.')));
    return hosts
      .filter(({ text, path }) => !isServed(text) && !reported.has(path.join('.')))
      .map((host) => {
        const inOtherCase = served.find((known) => overlaps(known.toLowerCase(), host.text.toLowerCase()));
        return host.finding({
          message: `no gateway of this VirtualService serves \`${host.text}\``,
          why: inOtherCase ? `it serves \`${inOtherCase}\`, and upper and lower case count` : 'requests for it answer 404',
          fix: inOtherCase,
        });
      });
  },
});
