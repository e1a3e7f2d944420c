import type { FieldReader } from '../../../../manifest/field';

/** TLS to a server whose certificate nobody looks at; a credential counts only where a workloadSelector makes it reach the sidecar. */
export function isUnverified(tls: FieldReader, spec: FieldReader): boolean {
  const originates = tls.at('mode').text === 'SIMPLE' || tls.at('mode').text === 'MUTUAL';
  const fromSecret = tls.at('credentialName').text !== '' && spec.at('workloadSelector').exists;
  return originates && tls.at('caCertificates').text === '' && !fromSecret;
}

/** What to say about it. */
export const unverified = (host: string, where: string) => ({
  message: `TLS to \`${host}\`${where} does not verify the server's certificate`,
  why: 'without `caCertificates` a sidecar does not check who answers, unless its proxy is set to verify by the system’s roots',
  fix: 'caCertificates: system',
});
