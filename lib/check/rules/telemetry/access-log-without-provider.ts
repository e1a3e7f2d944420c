import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const accessLogWithoutProvider = rule({
  code: 'IST0157',
  name: 'access-log-without-provider',
  level: 'warning',
  kinds: [kinds.Telemetry],
  check({ spec }, { mesh }) {
    if (mesh.config.fields.at('defaultProviders', 'accessLogging').items.length > 0) return [];
    return spec
      .at('accessLogging')
      .items.filter((entry) => entry.at('disabled').value !== true && entry.at('providers').items.length === 0)
      .map((entry) =>
        entry.finding({
          message: 'this access log names no provider, and the mesh has no default one',
          why: 'the entry is passed over: nothing is logged',
          fix: 'providers: [{ name: envoy }]',
        }),
      );
  },
});
