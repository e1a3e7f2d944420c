import { kinds } from '../../../istio/kinds';
import { expandHost } from '../../../istio/names';
import { rule } from '../../rule';
import { closestHost, fullHost } from '../../suggest';

export const unknownPolicyHost = rule({
  code: 'KIA0104',
  name: 'unknown-policy-host',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  closedWorld: true,
  check: ({ spec, namespace }, { mesh }) =>
    spec
      .at('rules')
      .items.flatMap((entry) => entry.at('to').items.map((to) => to.at('operation')))
      .flatMap((operation) => [...operation.at('hosts').items, ...operation.at('notHosts').items])
      // Names of the internet and wildcards may well be in a Host header.
      .filter(({ text }) => /^[a-z0-9-]+(\.[a-z0-9-]+(\.svc(\.cluster\.local)?)?)?$/.test(text) && !/\.(com|org|net|io|dev)$/.test(text))
      .filter(
        ({ text }) =>
          mesh.services.withHost(expandHost(text, namespace, mesh.clusterDomain)).length === 0 && fullHost(text, mesh) === undefined,
      )
      .map((host) =>
        host.finding({
          message: `no service is called \`${host.text}\``,
          why: 'no request has this host, so the rule says nothing about any',
          fix: closestHost(host.text, mesh),
        }),
      ),
});
