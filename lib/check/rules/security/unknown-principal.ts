import { kinds } from '../../../istio/kinds';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { parsePrincipal, principalsOf } from '../../../mesh/security/principals';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const unknownPrincipal = rule({
  code: 'KIA0106',
  name: 'unknown-principal',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  closedWorld: true,
  check: ({ spec }, { mesh }) =>
    principalsOf(spec).flatMap((field) => {
      const principal = parsePrincipal(field.text);
      const known = accounts(mesh);
      if (!principal || known.has(principal.account) || known.size === 0) return [];
      return field.finding({
        message: `no workload runs as the service account \`${principal.account}\``,
        why: 'no caller has this identity, so the rule allows or denies no request',
        fix: closestName(principal.account, known),
      });
    }),
});

/** Service accounts that are declared, or that pods run as: `namespace/name`. */
const accounts = memo((mesh: Mesh) => {
  const declared = mesh
    .ofKind('', 'ServiceAccount')
    .map(({ object }) => `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`);
  return new Set([...declared, ...mesh.workloads.all.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`)]);
});
