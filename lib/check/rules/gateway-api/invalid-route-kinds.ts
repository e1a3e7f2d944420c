import { rule } from '../../rule';
import { listening, statusCheck } from './shared/status-check';

export const invalidRouteKinds = rule({
  code: 'MESH209',
  name: 'invalid-route-kinds',
  level: 'warning',
  kinds: listening,
  check: statusCheck('InvalidRouteKinds', {
    why: 'routes of that kind are not attached',
    fix: 'name a kind that fits the protocol, or leave `kinds` out',
  }),
});
