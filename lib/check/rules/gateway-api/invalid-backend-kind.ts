import { rule } from '../../rule';
import { routes, statusCheck } from './shared/status-check';

export const invalidBackendKind = rule({
  code: 'MESH204',
  name: 'invalid-backend-kind',
  level: 'error',
  kinds: routes,
  check: statusCheck('InvalidKind', {
    why: 'these requests answer 500',
    fix: 'name a Service, or a host of a ServiceEntry with `group: networking.istio.io, kind: Hostname`',
  }),
});
