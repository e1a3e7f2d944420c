import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { statusCheck } from './shared/status-check';

export const invalidCaCertificateRef = rule({
  code: 'MESH224',
  name: 'invalid-ca-certificate-ref',
  level: 'error',
  kinds: [kinds.BackendTLSPolicy, kinds.KubernetesGateway, kinds.ListenerSet],
  closedWorld: true,
  check: statusCheck('InvalidCACertificateRef', {
    why: 'no TLS connection comes about: requests get 503, and a listener is not opened',
    fix: 'name a ConfigMap of the namespace with the certificate under `ca.crt`',
  }),
});
