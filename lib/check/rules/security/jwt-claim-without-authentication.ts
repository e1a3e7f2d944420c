import { kinds } from '../../../istio/kinds';
import { fits } from '../../../istio/labels';
import { expandGateway, meshGateway, namespaceOf } from '../../../istio/names';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const jwtClaimWithoutAuthentication = rule({
  code: 'IST0149',
  name: 'jwt-claim-without-authentication',
  level: 'error',
  kinds: [kinds.VirtualService],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const claim = claimMatch(spec);
    if (!claim) return [];
    for (const reference of spec.at('gateways').texts.filter((name) => name !== meshGateway)) {
      const gateway = mesh.gateways.get(expandGateway(reference, namespace));
      const open = gateway && mesh.pods.select(gateway.selector).find((pod) => !isAuthenticated(mesh, pod));
      if (!open) continue;
      return [
        claim.field.finding({
          message: `\`${claim.name}\` is matched, but no RequestAuthentication holds for the gateway \`${gateway.name}\``,
          why: 'without one no token is read and the claim is never there, so the rule never matches',
          fix: `add a RequestAuthentication in the namespace \`${open.namespace}\` that selects the gateway's pods`,
        }),
      ];
    }
    return [];
  },
});

/** The first match on a claim: `@request.auth.claims.group` or `@request.auth.claims[group]`. */
function claimMatch(spec: FieldReader): { name: string; field: FieldReader } | undefined {
  for (const match of spec.at('http').items.flatMap((rule) => rule.at('match').items)) {
    for (const [name, field] of [...match.at('headers').entries, ...match.at('withoutHeaders').entries]) {
      if (/^@request\.auth\.claims(?:\..+|\[.+\])$/i.test(name)) return { name, field };
    }
  }
  return undefined;
}

function isAuthenticated(mesh: Mesh, pod: { namespace: string; labels: Readonly<Record<string, string>> }): boolean {
  const selectors = authenticationSelectors(mesh);
  return [...(selectors.get(mesh.rootNamespace) ?? []), ...(selectors.get(pod.namespace) ?? [])].some((selector) =>
    fits(selector, pod.labels),
  );
}

const authenticationSelectors = memo((mesh: Mesh) => {
  const byNamespace = new Map<string, Readonly<Record<string, string>>[]>();
  for (const { object } of mesh.ofKind('security.istio.io', 'RequestAuthentication')) {
    const selector = new FieldReader(object).at('spec', 'selector', 'matchLabels').labels ?? {};
    byNamespace.set(namespaceOf(object), [...(byNamespace.get(namespaceOf(object)) ?? []), selector]);
  }
  return byNamespace;
});
