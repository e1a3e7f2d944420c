import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { closestName } from '../../suggest';
import { istioAnnotationsOf, knownAnnotations } from './shared/istio-annotations';

export const unknownAnnotation = rule({
  code: 'IST0108',
  name: 'unknown-annotation',
  level: 'warning',
  kinds: [kinds.Namespace, kinds.Service, kinds.Pod, kinds.Deployment],
  check: (subject) =>
    istioAnnotationsOf(subject)
      .filter(({ known }) => !known)
      .map(({ name, field }) =>
        field.finding({
          message: `Istio has no annotation \`${name}\``,
          why: 'Istio does not read it, so what it should set keeps its default',
          fix: closestName(name, knownAnnotations.keys()),
        }),
      ),
});
