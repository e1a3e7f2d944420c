import { kinds } from '../../../istio/kinds';
import { isOwnProxy } from '../../../mesh/workloads/injection';
import { podOf } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';

const identities = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts'];

export const identityAtGateway = rule({
  code: 'MESH036',
  name: 'identity-at-gateway',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check({ spec, namespace }, { mesh }) {
    const selector = spec.at('selector', 'matchLabels').labels ?? {};
    const pods = mesh.workloads.select(namespace, selector);
    if (Object.keys(selector).length === 0 || pods.length === 0 || !pods.every((pod) => isOwnProxy(podOf(pod)))) return [];
    return spec
      .at('rules')
      .items.flatMap((rule) => rule.at('from').items.map((from) => from.at('source')))
      .flatMap((source) => identities.map((name) => source.at(name)).filter(({ exists }) => exists))
      .map((field) =>
        field.finding({
          message: `callers from outside have no identity in the mesh, so \`${field.path.at(-1)}\` never holds for them`,
          why: 'a client of an ingress gateway shows no certificate of the mesh: the condition decides by its absence alone',
          fix: 'use `remoteIpBlocks`, `requestPrincipals`, or conditions on the request',
        }),
      );
  },
});
