import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { isUnordered, isVersioned, patchesOf } from './shared/envoy-filter-patches';

export const envoyFilterOrderWithVersion = rule({
  code: 'IST0155',
  name: 'envoy-filter-order-with-version',
  level: 'warning',
  kinds: [kinds.EnvoyFilter],
  check: (subject, { mesh }) =>
    patchesOf(subject)
      .filter((patch) => isUnordered(patch, subject.spec) && isVersioned(mesh, patch))
      .map(({ operation, filter }) =>
        operation.finding({
          message: `\`${operation.text}\` depends on the order of EnvoyFilters, and a patch for one proxy version has the same filter \`${filter}\` in hand`,
          why: 'without a `priority` it may come before that one or after it, so the result differs between proxy versions',
          fix: 'priority: 10',
        }),
      ),
});
