import { covers, splitNamespace } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
import type { Mesh } from '../../../mesh/mesh';
import type { Service } from '../../../mesh/services/service';
import { rule } from '../../rule';
import { closestHost, fullHost } from '../../suggest';

export const unknownEgressHost = rule({
  code: 'KIA1004',
  name: 'unknown-egress-host',
  level: 'warning',
  kinds: [kinds.Sidecar],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    return spec
      .at('egress')
      .items.flatMap((egress) => egress.at('hosts').items)
      .map((field) => ({ field, ...splitNamespace(field.text) }))
      .map(({ field, host, namespace: scope }) => ({ field, host, wanted: scope === '.' ? namespace : scope }))
      .filter(({ host, wanted }) => wanted !== undefined && wanted !== '~' && host !== '*')
      .filter(({ host, wanted }) => !servicesIn(mesh, wanted).some((service) => covers(host, service.host)))
      .map(({ field, host, wanted }) =>
        field.finding({
          message: `no service \`${host}\` is in ${wanted === '*' ? 'any namespace' : `the namespace \`${wanted}\``}`,
          why: 'the Sidecar lets its pods know nothing by this entry; a host is written by its full name here',
          fix: fullHost(host, mesh) ?? servicesIn(mesh, wanted).find(({ name }) => name === host)?.host ?? elsewhere(host, mesh),
        }),
      );
  },
});

/** @param wanted a namespace; `*` is any */
function servicesIn(mesh: Mesh, wanted: string | undefined): readonly Service[] {
  return wanted === '*' ? mesh.services.all : mesh.services.all.filter(({ namespace }) => namespace === wanted);
}

/** The entry for a service of another namespace, or the host that was probably meant. */
function elsewhere(host: string, mesh: Mesh): string | undefined {
  const [service] = mesh.services.withHost(host);
  return service ? `${service.namespace}/${host}` : closestHost(host, mesh);
}
