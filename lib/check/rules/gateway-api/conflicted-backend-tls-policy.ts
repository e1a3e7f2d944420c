import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { statusCheck } from './shared/status-check';

export const conflictedBackendTlsPolicy = rule({
  code: 'MESH223',
  name: 'conflicted-backend-tls-policy',
  level: 'error',
  kinds: [kinds.BackendTLSPolicy],
  check: statusCheck('Conflicted', {
    why: 'the older policy for the target counts, then the first by name; this one does nothing there',
    fix: 'remove one of the two, or name a port in `sectionName`',
  }),
});
