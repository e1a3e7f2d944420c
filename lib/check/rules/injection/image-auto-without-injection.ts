import { kinds } from '../../../istio/kinds';
import type { Labels } from '../../../istio/labels';
import { takesPod } from '../../../mesh/installation/webhooks';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import { autoImage } from './shared/auto-image';

export const imageAutoWithoutInjection = rule({
  code: 'IST0146',
  name: 'image-auto-without-injection',
  level: 'warning',
  kinds: [kinds.Deployment],
  closedWorld: true,
  check({ spec, namespace, name }, { mesh }) {
    const image = autoImage(spec.at('template'));
    if (!image) return [];
    if (isInjected({ namespace, name, podLabels: spec.at('template', 'metadata', 'labels').labels ?? {} }, mesh)) return [];
    return [
      image.finding({
        message: '`image: auto` waits for the sidecar injector, and none takes these pods',
        why: 'Kubernetes looks for an image called `auto` and the pod never starts',
        fix: `kubectl label namespace ${namespace} istio-injection=enabled`,
      }),
    ];
  },
});

/** By the webhooks among the manifests, without any by those that Istio's charts make. */
function isInjected({ namespace, name, podLabels }: { namespace: string; name: string; podLabels: Labels }, mesh: Mesh): boolean {
  const { ofIstio } = mesh.injectionWebhooks;
  const namespaceLabels = mesh.namespaces.get(namespace)?.object.metadata.labels ?? {};
  if (ofIstio.length > 0) return ofIstio.some((webhook) => takesPod(webhook, namespaceLabels, podLabels));
  const own = mesh.workloads.all.find((each) => each.kind === 'Deployment' && each.namespace === namespace && each.name === name);
  return (own && mesh.injection.injectionOf(own)?.kind) !== 'none';
}
