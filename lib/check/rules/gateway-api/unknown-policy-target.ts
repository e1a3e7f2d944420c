import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { statusCheck } from './shared/status-check';

export const unknownPolicyTarget = rule({
  code: 'MESH222',
  name: 'unknown-policy-target',
  level: 'error',
  kinds: [kinds.BackendTLSPolicy],
  closedWorld: true,
  check: statusCheck('TargetNotFound', {
    why: 'proxies start no TLS to the backend',
    fix: 'name a Service or ServiceEntry of the namespace, and a port of it by its name',
  }),
});
