import { rule } from '../../rule';
import { routes, statusCheck } from './shared/status-check';

export const noMatchingListenerHostname = rule({
  code: 'MESH202',
  name: 'no-matching-listener-hostname',
  level: 'warning',
  kinds: routes,
  check: statusCheck('NoMatchingListenerHostname', {
    why: 'the route is not attached there: no request follows it',
    fix: 'use a hostname that the listener serves',
  }),
});
