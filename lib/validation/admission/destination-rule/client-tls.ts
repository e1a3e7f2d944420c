import type { ClientTLSSettings } from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import type { Field } from '../../violation';

const configMapPrefix = 'configmap://';

/** How a client originates TLS. Source: `ValidateTLS` of `pkg/config/validation/agent`. */
export function checkClientTls(tls: ClientTLSSettings | undefined, namespace: string, at: Field): void {
  if (tls === undefined) return;
  const { mode, credentialName = '' } = tls;
  if (credentialName.startsWith(configMapPrefix)) checkConfigMap(credentialName, namespace, at.at('credentialName'));
  if (tls.insecureSkipVerify) checkUnverified(tls, at);
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && credentialName !== '') {
    const given = (['clientCertificate', 'caCertificates', 'privateKey', 'caCrl'] as const).filter((field) => tls[field]);
    for (const field of given) at.at(field).error(`\`${field}\` does not go with \`credentialName\``, { why: 'the Secret holds it' });
  } else if (mode === 'MUTUAL') {
    for (const field of ['clientCertificate', 'privateKey'] as const) {
      if (!tls[field]) at.at(field).error(`\`MUTUAL\` needs \`${field}\`, or \`credentialName\` instead`);
    }
  }
}

/** `configmap://namespace/name`, of the rule's own namespace. */
function checkConfigMap(credentialName: string, namespace: string, at: Field): void {
  const [owner = '', name = ''] = credentialName.slice(configMapPrefix.length).split('/');
  if (owner === '' || name === '')
    at.error(`${quote(credentialName)} lacks the namespace or the name`, { fix: `write \`${configMapPrefix}${namespace}/<name>\`` });
  else if (owner !== namespace)
    at.error(`${quote(credentialName)} is in another namespace than the rule`, { fix: `write \`${configMapPrefix}${namespace}/${name}\`` });
}

/** Who does not verify the server has no use for what it is verified by. */
function checkUnverified(tls: ClientTLSSettings, at: Field): void {
  const fields =
    tls.mode === 'SIMPLE'
      ? (['caCertificates', 'credentialName', 'subjectAltNames'] as const)
      : (['caCertificates', 'subjectAltNames'] as const);
  if (tls.mode !== 'SIMPLE' && tls.mode !== 'MUTUAL') return;
  for (const field of fields) if (tls[field]) at.at(field).error(`\`${field}\` contradicts \`insecureSkipVerify\``);
}
