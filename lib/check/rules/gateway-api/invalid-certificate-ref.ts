import { rule } from '../../rule';
import { listening, statusCheck } from './shared/status-check';

export const invalidCertificateRef = rule({
  code: 'MESH206',
  name: 'invalid-certificate-ref',
  level: 'error',
  kinds: listening,
  closedWorld: true,
  check: statusCheck('InvalidCertificateRef', { why: 'the listener is not opened', fix: 'name a Secret of type kubernetes.io/tls' }),
});
