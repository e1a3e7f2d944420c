import { rule } from '../../rule';
import { routes, statusCheck } from './shared/status-check';

export const unsupportedRouteValue = rule({
  code: 'MESH205',
  name: 'unsupported-route-value',
  level: 'error',
  kinds: routes,
  check: statusCheck('UnsupportedValue', {
    why: 'istiod makes nothing of the whole route',
    fix: 'leave it out, or use what Istio has for it',
  }),
});
