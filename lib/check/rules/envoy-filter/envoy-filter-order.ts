import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { isUnordered, isVersioned, patchesOf } from './shared/envoy-filter-patches';

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
          message: `\`${operation.text}\` depends on what other EnvoyFilters have done before, and no \`priority\` says when this one comes`,
          why: 'the order is then that of creation time and name, and changes with a new object',
          fix: 'priority: 10',
        }),
      ),
});
