import { kinds } from '../../../istio/kinds';
import { expandHost, meshGateway } from '../../../istio/names';
import type { FieldReader } from '../../../manifest/field';
import { rule } from '../../rule';

export const unmatchedCalls = rule({
  code: 'MESH030',
  name: 'unmatched-calls',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ spec, namespace }, { mesh }) {
    const gateways = spec.at('gateways').texts;
    const rules = spec.at('http').items;
    if (!gateways.includes(meshGateway) || gateways.length < 2 || rules.length === 0 || rules.some(catchesAll)) return [];
    const host = spec
      .at('hosts')
      .items.find(({ text }) => mesh.services.withHost(expandHost(text, namespace, mesh.clusterDomain)).length > 0);
    if (!host) return [];
    return [
      host.finding({
        message: `calls of \`${host.text}\` inside the mesh that no rule matches answer 404`,
        why: 'with `mesh` among the gateways these rules replace the way to the Service, for every path',
        fix: `add a last rule without \`match\`: { route: [{ destination: { host: ${host.text} } }] }`,
      }),
    ];
  },
});

/** A rule without a match, or with one that holds for every call inside the mesh. */
function catchesAll(http: FieldReader): boolean {
  const matches = http.at('match').items;
  return matches.length === 0 || matches.some((match) => isForMesh(match) && match.entries.every(([name, field]) => isOpen(name, field)));
}

function isForMesh(match: FieldReader): boolean {
  return !match.at('gateways').exists || match.at('gateways').texts.includes(meshGateway);
}

function isOpen(name: string, field: FieldReader): boolean {
  if (name === 'uri') return field.at('prefix').text === '/' || ['.*', '/.*'].includes(field.at('regex').text);
  return name === 'name' || name === 'gateways';
}
