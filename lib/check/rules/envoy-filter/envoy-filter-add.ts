import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { patchesOf, patchesWholeRoutes } from './shared/envoy-filter-patches';

export const envoyFilterAdd = rule({
  code: 'IST0153',
  name: 'envoy-filter-add',
  level: 'error',
  kinds: [kinds.EnvoyFilter],
  check: (subject) =>
    patchesOf(subject)
      .filter((patch) => patch.operation.text === 'ADD' && patchesWholeRoutes(patch))
      .map(({ operation, applyTo }) =>
        operation.finding({
          message: `nothing can be added with \`applyTo: ${applyTo}\``,
          why: 'the patch is ignored silently',
          fix: 'operation: MERGE',
        }),
      ),
});
