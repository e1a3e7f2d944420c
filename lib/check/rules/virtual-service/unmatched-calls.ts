import { kinds } from '../../../istio/kinds';
import { expandHost, meshGateway } from '../../../istio/names';
import { isHttp } from '../../../istio/protocol';
import type { FieldReader } from '../../../manifest/field';
import type { ServicePort } from '../../../mesh/services/service';
import { rule } from '../../rule';

export const unmatchedCalls = rule({
  code: 'MESH030',
  name: 'unmatched-calls',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ spec, namespace }, { mesh }) {
    const gateways = spec.at('gateways').texts;
    const rules = spec.at('http').items;
    if (!gateways.includes(meshGateway) || gateways.length < 2 || rules.length === 0) return [];
    const host = spec.at('hosts').items.find(({ text }) =>
      mesh.services
        .withHost(expandHost(text, namespace, mesh.clusterDomain))
        .flatMap(({ ports }) => ports.filter(speaksHttp))
        .some(({ number }) => !rules.some((http) => catchesAll(http, number))),
    );
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

/** Only there HTTP rules hold: what a port without a known protocol speaks is found out. */
const speaksHttp = ({ protocol }: ServicePort): boolean => isHttp(protocol) || protocol === 'unsupported';

/** A rule without a match, or with one that holds for every call of a port inside the mesh. */
function catchesAll(http: FieldReader, port: number): boolean {
  const matches = http.at('match').items;
  return (
    matches.length === 0 || matches.some((match) => isForMesh(match) && match.entries.every(([name, field]) => isOpen(name, field, port)))
  );
}

function isForMesh(match: FieldReader): boolean {
  return !match.at('gateways').exists || match.at('gateways').texts.includes(meshGateway);
}

function isOpen(name: string, field: FieldReader, port: number): boolean {
  if (name === 'port') return field.number === port;
  if (name === 'uri') return field.at('prefix').text === '/' || ['.*', '/.*'].includes(field.at('regex').text);
  return name === 'name' || name === 'gateways';
}
