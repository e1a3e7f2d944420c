import { kinds } from '../../../istio/kinds';
import { labelSelectorFits } from '../../../mesh/workloads/label-selector';
import { rule } from '../../rule';
import { autoImage } from './shared/auto-image';

export const imageAutoWithoutInjection = rule({
  code: 'IST0146',
  name: 'image-auto-without-injection',
  level: 'warning',
  kinds: [kinds.Deployment],
  closedWorld: true,
  check({ spec, namespace }, { mesh }) {
    const image = autoImage(spec.at('template'));
    if (!image) return [];
    const labels = spec.at('template', 'metadata', 'labels').labels ?? {};
    const namespaceLabels = mesh.namespaces.get(namespace)?.object.metadata.labels ?? {};
    const injected = mesh.injectionWebhooks.ofIstio.some(
      (webhook) =>
        labelSelectorFits(webhook.at('namespaceSelector'), namespaceLabels) && labelSelectorFits(webhook.at('objectSelector'), labels),
    );
    if (injected) return [];
    return [
      image.finding({
        message: '`image: auto` waits for the sidecar injector, and none takes these pods',
        why: 'Kubernetes looks for an image called `auto` and the pod never starts',
        fix: `kubectl label namespace ${namespace} istio-injection=enabled`,
      }),
    ];
  },
});
