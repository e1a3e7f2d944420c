import type { FieldReader } from '../../../../manifest/field';

/** The image of the sidecar's container, if the injector is to fill it in. */
export function autoImage(pod: FieldReader) {
  const containers = pod.at('spec', 'containers').items;
  const image = containers.find((container) => container.at('name').text === 'istio-proxy')?.at('image');
  return image?.text === 'auto' ? image : undefined;
}
