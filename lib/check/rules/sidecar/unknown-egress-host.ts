import { covers, splitNamespace } from '../../../istio/hosts';
import { kinds } from '../../../istio/kinds';
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
      .filter(({ namespace: scope, host }) => scope !== undefined && scope !== '~' && host !== '*')
      .filter(({ namespace: scope, host }) => {
        const wanted = scope === '.' ? namespace : scope;
        return !mesh.services.all.some((service) => (wanted === '*' || service.namespace === wanted) && covers(host, service.host));
      })
      .map(({ field, namespace: scope = '', host }) =>
        field.finding({
          message: `no service \`${host}\` is in ${scope === '*' ? 'any namespace' : `the namespace \`${scope}\``}`,
          why: 'the Sidecar lets its pods know nothing by this entry; a host is written by its full name here',
          fix: fullHost(host, mesh) ?? fullHost(`${host}.${scope === '.' ? namespace : scope}`, mesh) ?? closestHost(host, mesh),
        }),
      );
  },
});
