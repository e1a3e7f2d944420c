import type { FieldReader } from '../field-reader';
import { kinds } from '../kinds';
import { labelSelectorFits } from '../label-selector';
import { rule } from '../rule';
import { istioWebhooks } from '../webhooks';

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
    const injected = istioWebhooks(mesh).some(
      (webhook) =>
        labelSelectorFits(webhook.at('namespaceSelector'), namespaceLabels) && labelSelectorFits(webhook.at('objectSelector'), labels),
    );
    if (injected) return [];
    return [
      image.finding({
        what: '`image: auto` waits for the sidecar injector, and none takes these pods',
        why: 'Kubernetes looks for an image called `auto` and the pod never starts',
        fix: `kubectl label namespace ${namespace} istio-injection=enabled`,
      }),
    ];
  },
});

/** The image of the sidecar's container, if the injector is to fill it in. */
export function autoImage(pod: FieldReader) {
  const containers = pod.at('spec', 'containers').items;
  const image = containers.find((container) => container.at('name').text === 'istio-proxy')?.at('image');
  return image?.text === 'auto' ? image : undefined;
}
