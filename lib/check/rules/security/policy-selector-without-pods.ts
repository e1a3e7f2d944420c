import { kinds } from '../../../istio/kinds';
import { policySelector } from '../../../mesh/workloads/competing-selectors';
import { formatSelector } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';

export const policySelectorWithoutPods = rule({
  code: 'KIA0004',
  name: 'policy-selector-without-pods',
  level: 'warning',
  kinds: [kinds.PeerAuthentication, kinds.RequestAuthentication],
  closedWorld: true,
  check({ object, spec, namespace }, { mesh }) {
    const selector = policySelector(spec);
    if (!selector) return [];
    const everywhere = namespace === mesh.rootNamespace && object.kind === 'RequestAuthentication';
    const pods = everywhere ? mesh.pods.select(selector) : mesh.workloads.select(namespace, selector);
    if (pods.length > 0) return [];
    return [
      spec.at('selector').finding({
        message: `no pod carries \`${formatSelector(selector)}\`${everywhere ? '' : ` in the namespace \`${namespace}\``}`,
        why: `this ${object.kind} holds for nobody`,
        fix: 'select labels of the pod template; pods of other namespaces do not count',
      }),
    ];
  },
});
