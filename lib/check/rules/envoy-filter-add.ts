import { patchesOf, patchesWholeRoutes } from '../envoy-filter-patches';
import { kinds } from '../kinds';
import { rule } from '../rule';

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
          what: `nothing can be added with \`applyTo: ${applyTo}\``,
          why: 'the patch is passed over without a word',
          fix: 'operation: MERGE',
        }),
      ),
});
