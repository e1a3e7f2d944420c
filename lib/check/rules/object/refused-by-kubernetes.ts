import { schemaViolations } from '../../../validation/violations';
import { rule } from '../../rule';

export const refusedByKubernetes = rule({
  code: 'MESH110',
  name: 'refused-by-kubernetes',
  level: 'error',
  kinds: ['*'],
  evenIfOverridden: true,
  check: ({ object }) =>
    schemaViolations(object)
      .filter(({ code }) => code === 'MESH110')
      .map(({ path, message, why, fix, level }) => ({ path, message: message, why, fix, level })),
});
