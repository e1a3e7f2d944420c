import type { ServerTLSSettings } from '../../../imports/protobuf/networking';
import { quote } from '../values/describe';
import type { Field } from '../violation';

/** How a server terminates TLS. Source: `validateTLSOptions` of `pkg/config/validation`. */
export function checkServerTls(tls: ServerTLSSettings | undefined, at: Field): void {
  if (tls === undefined) return;
  const mode = tls.mode ?? 'PASSTHROUGH';
  checkVersionAndCiphers(tls, at);
  if (mode === 'ISTIO_MUTUAL') {
    const fields = ['serverCertificate', 'privateKey', 'caCertificates', 'tlsCertificates', 'credentialName', 'credentialNames'] as const;
    for (const field of fields.filter((each) => tls[each]))
      at.at(field).error(`\`ISTIO_MUTUAL\` takes no \`${field}\``, { why: 'Istio brings its own certificates' });
    return;
  }
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') warnOfCertificates(tls, mode, at);
  if (certificateSources(tls) > 1)
    at.error('only one of `credentialName`, `credentialNames`, `tlsCertificates`, and `serverCertificate` with `privateKey` may be given');
  const terminates = mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL';
  if (terminates && (tls.credentialName || tls.credentialNames)) return;
  if (terminates) checkCertificates(tls, mode, at);
  if (tls.caCrl && tls.credentialName)
    at.at('caCrl').error('`caCrl` does not go with `credentialName`', { fix: 'put the list into the Secret' });
  if (tls.caCrl && mode === 'SIMPLE')
    at.at('caCrl').error('`caCrl` does not go with mode `SIMPLE`', { why: 'no client certificate is asked for' });
}

function checkVersionAndCiphers({ minProtocolVersion, cipherSuites = [] }: ServerTLSSettings, at: Field): void {
  if ((minProtocolVersion === 'TLSV1_0' || minProtocolVersion === 'TLSV1_1') && cipherSuites.length === 0) {
    at.at('minProtocolVersion').warning(`\`${minProtocolVersion}\` needs \`cipherSuites\``, {
      why: 'the default ciphers are for TLS 1.2 and later',
    });
  }
  const unknown = cipherSuites.filter((suite) => !isCipher(suite));
  const repeated = cipherSuites.filter((suite, index) => isCipher(suite) && cipherSuites.indexOf(suite) < index);
  if (unknown.length > 0) at.at('cipherSuites').warning(`unknown ciphers are ignored: ${unknown.map(quote).join(', ')}`);
  if (repeated.length > 0) at.at('cipherSuites').warning(`repeated ciphers are ignored: ${repeated.map(quote).join(', ')}`);
}

const ciphers = new Set(
  [
    'ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-POLY1305 ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA',
    'ECDHE-ECDSA-AES256-SHA ECDHE-RSA-AES256-SHA AES128-GCM-SHA256 AES256-GCM-SHA384 AES128-SHA AES256-SHA DES-CBC3-SHA',
  ].flatMap((line) => line.split(' ')),
);

/** A cipher by BoringSSL's name; a name with an operator in front is not looked at. */
function isCipher(suite: string): boolean {
  return suite === '' || suite === 'ALL' || !startsLikeName(suite) || ciphers.has(suite);
}

/** istiod looks at the first byte alone, as if it were Latin-1. */
function startsLikeName(suite: string): boolean {
  return /^[\p{L}\p{N}]/u.test(String.fromCharCode(Buffer.from(suite)[0] ?? 0));
}

function warnOfCertificates(tls: ServerTLSSettings, mode: string, at: Field): void {
  const fields = [
    'caCrl',
    'serverCertificate',
    'privateKey',
    'caCertificates',
    'tlsCertificates',
    'credentialName',
    'credentialNames',
  ] as const;
  const given = fields.filter((field) => tls[field]);
  if (given.length > 0)
    at.warning(`\`${mode}\` does not use ${given.map((field) => `\`${field}\``).join(', ')}`, {
      why: 'the connection is passed on as it is',
    });
}

function certificateSources(tls: ServerTLSSettings): number {
  return [tls.serverCertificate && tls.privateKey, tls.credentialName, tls.credentialNames, tls.tlsCertificates].filter(Boolean).length;
}

function checkCertificates(tls: ServerTLSSettings, mode: string, at: Field): void {
  if (mode !== 'SIMPLE' && !tls.caCertificates)
    at.at('caCertificates').error(`\`${mode}\` needs \`caCertificates\``, { why: 'clients show certificates that must be verified' });
  const { tlsCertificates = [] } = tls;
  if (tlsCertificates.length > 2) at.at('tlsCertificates').warning('at most two certificates are used');
  if (tlsCertificates.length === 0) checkCertificate(tls, mode, at);
  for (const [index, certificate] of tlsCertificates.entries()) checkCertificate(certificate, mode, at.at('tlsCertificates', index));
}

function checkCertificate(certificate: { serverCertificate?: string; privateKey?: string }, mode: string, at: Field): void {
  for (const field of ['serverCertificate', 'privateKey'] as const) {
    if (!certificate[field]) at.at(field).error(`\`${mode}\` needs \`${field}\`, or \`credentialName\` instead`);
  }
}
