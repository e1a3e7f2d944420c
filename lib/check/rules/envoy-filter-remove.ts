import { patchesOf, patchesWholeRoutes } from '../envoy-filter-patches';
import { kinds } from '../kinds';
import { rule } from '../rule';

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
          what: `nothing can be removed with \`applyTo: ${applyTo}\``,
          why: 'the patch is passed over without a word',
          fix: 'applyTo: VIRTUAL_HOST',
        }),
      ),
});
