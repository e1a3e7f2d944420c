import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { annotationFault } from './shared/annotation-values';
import { istioAnnotationsOf } from './shared/istio-annotations';

export const invalidAnnotation = rule({
  code: 'IST0125',
  name: 'invalid-annotation',
  level: 'warning',
  kinds: [kinds.Namespace, kinds.Service, kinds.Pod, kinds.Deployment],
  check: (subject) =>
    istioAnnotationsOf(subject)
      .filter(({ placed }) => placed)
      .flatMap(({ name, field }) => {
        const fault = annotationFault(name, field.text);
        if (!fault) return [];
        return field.finding({
          message: `the annotation \`${name}\` cannot be \`${field.text}\`: ${fault}`,
          why: 'the sidecar injector rejects the pod, or passes the value over',
        });
      }),
});
