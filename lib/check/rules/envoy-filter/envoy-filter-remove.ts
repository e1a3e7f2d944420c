import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { patchesOf, patchesWholeRoutes } from './shared/envoy-filter-patches';

export const envoyFilterRemove = rule({
  code: 'IST0154',
  name: 'envoy-filter-remove',
  level: 'error',
  kinds: [kinds.EnvoyFilter],
  check: (subject) =>
    patchesOf(subject)
      .filter((patch) => patch.operation.text === 'REMOVE' && patchesWholeRoutes(patch))
      .map(({ operation, applyTo }) =>
        operation.finding({
          message: `nothing can be removed with \`applyTo: ${applyTo}\``,
          why: 'the patch is ignored silently',
          fix: 'applyTo: VIRTUAL_HOST',
        }),
      ),
});
