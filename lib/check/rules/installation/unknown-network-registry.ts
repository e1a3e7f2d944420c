import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import { readYaml } from '../../../manifest/yaml/read-yaml';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownNetworkRegistry = rule({
  code: 'IST0126',
  name: 'unknown-network-registry',
  level: 'error',
  kinds: [kinds.ConfigMap],
  closedWorld: true,
  check({ root, name }, { mesh }) {
    const text = root.at('data', 'meshNetworks');
    if (name !== 'istio' || text.text === '') return [];
    return networksOf(text.text).flatMap(([network, field]) =>
      field
        .at('endpoints')
        .items.map((endpoint) => endpoint.at('fromRegistry').text)
        .filter((registry) => registry !== '' && !registries(mesh).has(registry))
        .map((registry) =>
          text.finding({
            message: `the network \`${network}\` takes its endpoints from the registry \`${registry}\`, which does not exist`,
            why: 'no endpoint is put into this network, so calls between networks bypass its gateway and fail',
            fix: closestName(registry, registries(mesh)),
          }),
        ),
    );
  },
});

function networksOf(text: string): [string, FieldReader][] {
  try {
    return new FieldReader(readYaml(text).value).at('networks').entries;
  } catch {
    return [];
  }
}

/** Istio's own registries, and the clusters that Secrets give access to. Source: Istio `MeshNetworksAnalyzer`. */
const registries = memo((mesh: Mesh) => {
  const clusters = mesh
    .ofKind('', 'Secret')
    .filter(({ object }) => object.metadata.labels?.['istio/multiCluster'] === 'true')
    .flatMap(({ object }) => new FieldReader(object).at('data').entries.map(([name]) => name));
  return new Set(['Mock', 'Kubernetes', 'External', ...clusters]);
});
