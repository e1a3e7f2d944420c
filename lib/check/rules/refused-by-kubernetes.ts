import { rule } from '../rule';
import { isIstioKind } from '../subject';
import { schemaViolations } from '../violations';

export const refusedByKubernetes = rule({
  code: 'MESH110',
  name: 'refused-by-kubernetes',
  level: 'error',
  kinds: ['*'],
  check: ({ object }) =>
    isIstioKind(object)
      ? []
      : schemaViolations(object).map(({ path, message, why, fix, level }) => ({ path, what: message, why, fix, level })),
});
