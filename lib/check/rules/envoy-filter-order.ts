import { isUnordered, isVersioned, patchesOf } from '../envoy-filter-patches';
import { kinds } from '../kinds';
import { rule } from '../rule';

export const envoyFilterOrder = rule({
  code: 'IST0151',
  name: 'envoy-filter-order',
  level: 'warning',
  kinds: [kinds.EnvoyFilter],
  check: (subject, { mesh }) =>
    patchesOf(subject)
      .filter((patch) => isUnordered(patch, subject.spec) && !isVersioned(mesh, patch))
      .map(({ operation }) =>
        operation.finding({
          what: `\`${operation.text}\` depends on what other EnvoyFilters have done before, and no \`priority\` says when this one comes`,
          why: 'the order is then that of creation time and name, and changes with a new object',
          fix: 'priority: 10',
        }),
      ),
});
