import { schemaViolations } from '../../../validation/violations';
import { rule } from '../../rule';

export const refusedBySchema = rule({
  code: 'IST0106',
  name: 'refused-by-schema',
  level: 'error',
  kinds: ['*'],
  evenIfOverridden: true,
  check: ({ object }) =>
    schemaViolations(object)
      .filter(({ code }) => code === 'IST0106')
      .map(({ path, message, why, fix, level }) => ({ path, message: message, why, fix, level })),
});
