import { rule } from '../../rule';
import { routes, statusCheck } from './shared/status-check';

export const notAllowedByListeners = rule({
  code: 'MESH203',
  name: 'not-allowed-by-listeners',
  level: 'warning',
  kinds: routes,
  check: statusCheck('NotAllowedByListeners', {
    why: 'the route is not attached there: no request follows it',
    fix: 'allow its namespace and kind in `allowedRoutes` of the listener',
  }),
});
