import { kinds } from '../../../istio/kinds';
import { podInjectionLabel } from '../../../mesh/workloads/injection';
import { rule } from '../../rule';
import { istioAnnotationsOf } from './shared/istio-annotations';

export const deprecatedAnnotation = rule({
  code: 'IST0135',
  name: 'deprecated-annotation',
  level: 'info',
  kinds: [kinds.Namespace, kinds.Service, kinds.Pod, kinds.Deployment],
  check: (subject) =>
    istioAnnotationsOf(subject)
      .filter(({ known }) => known?.deprecated)
      // Who writes the label of the same name beside it knows, and serves old versions too.
      .filter(({ name }) => name !== podInjectionLabel || subject.labels[podInjectionLabel] === undefined)
      .map(({ name, field }) =>
        field.finding({
          message: `the annotation \`${name}\` is deprecated`,
          why: 'a later version of Istio will not read it',
          fix: name === podInjectionLabel ? `use the label \`${podInjectionLabel}\` instead` : undefined,
        }),
      ),
});
