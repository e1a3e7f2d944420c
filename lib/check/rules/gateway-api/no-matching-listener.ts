import { rule } from '../../rule';
import { routes, statusCheck } from './shared/status-check';

export const noMatchingListener = rule({
  code: 'MESH201',
  name: 'no-matching-listener',
  level: 'warning',
  kinds: routes,
  closedWorld: true,
  check: statusCheck('NoMatchingParent', {
    why: 'the route is not attached there: no request follows it',
    fix: 'use the name or port of a listener, or leave it out to attach to all',
  }),
});
