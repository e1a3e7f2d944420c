import { rule } from '../rule';
import { isIstioKind } from '../subject';
import { schemaViolations } from '../violations';

export const refusedBySchema = rule({
  code: 'IST0106',
  name: 'refused-by-schema',
  level: 'error',
  kinds: ['*'],
  check: ({ object }) =>
    isIstioKind(object)
      ? schemaViolations(object).map(({ path, message, why, fix, level }) => ({ path, what: message, why, fix, level }))
      : [],
});
