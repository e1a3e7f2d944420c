import type { Complaint } from '../field-reader';
import { rule } from '../rule';
import { schemaViolations } from '../violations';

export const refusedBySchema = rule({
  code: 'IST0106',
  name: 'refused-by-schema',
  level: 'error',
  kinds: ['*'],
  check: ({ object }) =>
    schemaViolations(object).map(({ path, message, why, fix, level }): Complaint => ({ path, what: message, why, fix, level })),
});
