import type { FieldReader } from '../../../../manifest/field';

/** TLS to a server by whose authority is not said; a credential counts only where a workloadSelector makes it reach the sidecar. */
export function isUnverified(tls: FieldReader, spec: FieldReader): boolean {
  const originates = tls.at('mode').text === 'SIMPLE' || tls.at('mode').text === 'MUTUAL';
  const fromSecret = tls.at('credentialName').text !== '' && spec.at('workloadSelector').exists;
  return originates && tls.at('caCertificates').text === '' && !fromSecret;
}

/** What to say about it. */
export const unverified = (host: string, where: string) => ({
  message: `TLS to \`${host}\`${where} does not say which authority signs the server's certificate`,
  why: 'istiod then takes the roots of the system: a server with a certificate of a private authority answers 503, and older versions of Istio verify nothing',
  fix: 'caCertificates: system',
});
