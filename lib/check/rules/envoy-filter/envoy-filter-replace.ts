import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { isReplaceable, patchesOf } from './shared/envoy-filter-patches';

export const envoyFilterReplace = rule({
  code: 'IST0152',
  name: 'envoy-filter-replace',
  level: 'error',
  kinds: [kinds.EnvoyFilter],
  check: (subject) =>
    patchesOf(subject)
      .filter((patch) => patch.operation.text === 'REPLACE' && !isReplaceable(patch))
      .map(({ operation, applyTo }) =>
        operation.finding({
          message: `nothing can be replaced with \`applyTo: ${applyTo}\``,
          why: 'the patch is ignored silently',
          fix: 'applyTo: HTTP_FILTER, NETWORK_FILTER or VIRTUAL_HOST; or operation: MERGE',
        }),
      ),
});
