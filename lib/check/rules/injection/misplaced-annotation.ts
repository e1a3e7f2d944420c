import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { istioAnnotationsOf } from './shared/istio-annotations';

export const misplacedAnnotation = rule({
  code: 'IST0107',
  name: 'misplaced-annotation',
  level: 'warning',
  kinds: [kinds.Namespace, kinds.Service, kinds.Pod, kinds.Deployment],
  check: (subject) =>
    istioAnnotationsOf(subject)
      .filter(({ known, placed }) => known && !placed)
      .map(({ name, field, known }) =>
        field.finding({
          message: `the annotation \`${name}\` does not belong on a ${subject.object.kind}`,
          why: 'Istio does not read it here',
          fix:
            known?.kinds[0] === 'Pod' && subject.object.kind === 'Deployment'
              ? 'move it to `spec.template.metadata.annotations`'
              : `it belongs on: ${known?.kinds.join(', ')}`,
        }),
      ),
});
