import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import type { Subject } from '../../subject';

export const inconsistentClusters = rule({
  code: 'IST0170',
  name: 'inconsistent-clusters',
  level: 'warning',
  kinds: [kinds.Service],
  check: (subject, { otherClusters }) => {
    const differing = new Set(otherClusters.flatMap((mesh) => differences(subject, mesh)));
    return [...differing].map((field) =>
      subject.spec.at(field).finding({
        message: `the \`${field}\` of this Service differs from that of another cluster`,
        why: 'a mesh takes Services of one name and namespace for one, and what clients get depends on the cluster they are in',
        fix: 'make them the same in all clusters',
      }),
    );
  },
});

/** The fields of a Service that another cluster's one of the same name has otherwise. Source: Istio `MultiClusterServiceAnalyzer`. */
function differences({ spec, namespace, name }: Subject, mesh: Mesh): string[] {
  const other = mesh.find('', 'Service', { namespace, name });
  if (!other) return [];
  const theirs = new FieldReader(other.object).at('spec');
  const isHeadless = (one: FieldReader) => one.at('clusterIP').text === 'None';
  return [
    ...(isHeadless(spec) === isHeadless(theirs) ? [] : ['clusterIP']),
    ...((spec.at('type').text || 'ClusterIP') === (theirs.at('type').text || 'ClusterIP') ? [] : ['type']),
    ...(portsText(spec) === portsText(theirs) ? [] : ['ports']),
  ];
}

function portsText(spec: FieldReader): string {
  const ports = spec.at('ports').items.map((port) => {
    const number = port.at('port').value;
    return [
      port.at('name').text,
      number,
      port.at('protocol').text || 'TCP',
      port.at('targetPort').value ?? number,
      port.at('appProtocol').text,
    ].join(' ');
  });
  return ports.sort().join(', ');
}
