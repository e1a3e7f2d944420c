import { kinds } from '../../../istio/kinds';
import type { Mesh } from '../../../mesh/mesh';
import type { PolicyRuleSpec } from '../../../mesh/security/authorization-policy';
import { rule } from '../../rule';

export const tokenNotRequired = rule({
  code: 'MESH035',
  name: 'token-not-required',
  level: 'info',
  kinds: [kinds.RequestAuthentication],
  closedWorld: true,
  check({ spec, namespace, nameField }, { mesh }) {
    const selector = spec.at('selector', 'matchLabels').labels ?? {};
    if (spec.at('targetRefs').exists || spec.at('targetRef').exists) return [];
    const pods = namespace === mesh.rootNamespace ? mesh.pods.select(selector) : mesh.workloads.select(namespace, selector);
    const open = pods.filter((pod) => !requiresToken(mesh, pod));
    if (pods.length === 0 || open.length < pods.length) return [];
    return [
      nameField.finding({
        message: 'no AuthorizationPolicy requires the token that this validates',
        why: 'a request without a token passes a RequestAuthentication; only a wrong token is refused',
        fix: 'add an AuthorizationPolicy: { action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }] }',
      }),
    ];
  },
});

function requiresToken(mesh: Mesh, pod: Parameters<Mesh['policies']['of']>[0]): boolean {
  return mesh.policies
    .of(pod)
    .authorization.some(({ rules, action }) => (action === 'ALLOW' && rules.length === 0) || rules.some(asksForToken));
}

function asksForToken({ from = [], when = [] }: PolicyRuleSpec): boolean {
  const sources = from.some(({ source }) => (source?.requestPrincipals ?? source?.notRequestPrincipals ?? []).length > 0);
  return sources || when.some(({ key = '' }) => key.startsWith('request.auth.'));
}
