import { kinds } from '../../../istio/kinds';
import { serviceHost } from '../../../istio/names';
import type { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import { closestHost } from '../../suggest';

export const unknownIngressBackend = rule({
  code: 'MESH221',
  name: 'unknown-ingress-backend',
  level: 'error',
  kinds: [kinds.Ingress],
  closedWorld: true,
  check: ({ manifest, spec, namespace }, { mesh }) =>
    mesh.ingresses.serviceOf(manifest).served
      ? spec
          .at('rules')
          .items.flatMap((entry) => entry.at('http', 'paths').items)
          .map((path) => path.at('backend', 'service'))
          .filter(({ exists }) => exists)
          .flatMap((service) => unknownParts(service, namespace, mesh))
      : [],
});

function unknownParts(service: FieldReader, namespace: string, mesh: Mesh) {
  const name = service.at('name');
  const [declared] = mesh.services.withHost(serviceHost(name.text, namespace, mesh.clusterDomain));
  if (!declared)
    return name.finding({
      message: `no Service \`${name.text}\` is in the namespace \`${namespace}\``,
      why: 'these requests answer 503',
      fix: closestHost(name.text, mesh),
    });
  const [number, written] = [service.at('port', 'number'), service.at('port', 'name')];
  const known = declared.ports.some((port) => (number.number ? port.number === number.number : port.name === written.text));
  if (known) return [];
  const all = declared.ports.map((port) => (number.number ? port.number : port.name));
  return (number.number ? number : written).finding({
    message: `the Service \`${declared.name}\` has no port \`${number.number ?? written.text}\``,
    why: number.number ? 'these requests answer 503' : 'istiod passes the path over: these requests answer 404',
    fix: all.length === 0 ? undefined : `use ${all.join(' or ')}`,
  });
}
