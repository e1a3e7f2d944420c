import { kinds } from '../../../istio/kinds';
import { fits } from '../../../istio/labels';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const workloadWithoutPolicy = rule({
  code: 'KIA1301',
  name: 'workload-without-policy',
  level: 'info',
  kinds: [kinds.Deployment, kinds.StatefulSet, kinds.DaemonSet],
  check({ object, namespace, nameField, spec }, { mesh }) {
    const known = policies(mesh);
    const labels = spec.at('template', 'metadata', 'labels').labels ?? {};
    // Who uses no such policy in the namespace has not begun to.
    const own = known.get(namespace) ?? [];
    if (own.length === 0 || [...own, ...(known.get(mesh.rootNamespace) ?? [])].some((selector) => fits(selector, labels))) return [];
    return [
      nameField.finding({
        message: `no AuthorizationPolicy holds for ${object.kind} \`${object.metadata.name}\`, while others of \`${namespace}\` have one`,
        why: 'it takes requests from everybody',
        fix: 'add a policy that selects it, or one without rules for the whole namespace',
      }),
    ];
  },
});

const policies = memo((mesh: Mesh) => {
  const byNamespace = new Map<string, Readonly<Record<string, string>>[]>();
  for (const { object } of mesh.ofKind('security.istio.io', 'AuthorizationPolicy')) {
    const namespace = object.metadata.namespace ?? 'default';
    const spec = new FieldReader(object).at('spec');
    if (spec.at('targetRefs').exists || spec.at('targetRef').exists) continue;
    const selector = spec.at('selector', 'matchLabels').labels ?? {};
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), selector]);
  }
  return byNamespace;
});
