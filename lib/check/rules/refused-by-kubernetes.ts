import { rule } from '../rule';
import { schemaViolations } from '../violations';

export const refusedByKubernetes = rule({
  code: 'MESH110',
  name: 'refused-by-kubernetes',
  level: 'error',
  kinds: ['*'],
  check: ({ object }) =>
    schemaViolations(object)
      .filter(({ code }) => code === 'MESH110')
      .map(({ path, message, why, fix, level }) => ({ path, what: message, why, fix, level })),
});
