import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { autoImage } from './shared/auto-image';

export const imageAutoInPod = rule({
  code: 'IST0147',
  name: 'image-auto-in-pod',
  level: 'error',
  kinds: [kinds.Pod],
  check({ root }) {
    const image = autoImage(root);
    if (!image) return [];
    return [
      image.finding({
        message: '`image: auto` is left in a Pod',
        why: 'the injector should have replaced it when the Pod was made; Kubernetes looks for an image called `auto` and never starts it',
        fix: 'label the namespace for injection and make the Pod again',
      }),
    ];
  },
});
