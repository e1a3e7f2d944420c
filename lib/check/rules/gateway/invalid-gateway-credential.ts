import { X509Certificate } from 'node:crypto';
import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import type { Manifest } from '../../../manifest/manifest';
import { rule } from '../../rule';
import { secretName } from './shared/credential';

export const invalidGatewayCredential = rule({
  code: 'IST0161',
  name: 'invalid-gateway-credential',
  level: 'error',
  kinds: [kinds.Gateway],
  check({ spec }, { mesh }) {
    const pod = mesh.pods.select(spec.at('selector').labels ?? {})[0];
    if (!pod) return [];
    return spec
      .at('servers')
      .items.map((server) => server.at('tls', 'credentialName'))
      .filter(({ text }) => text !== '')
      .flatMap((credential) => {
        const secret = mesh.find('', 'Secret', secretName(credential.text, pod.namespace));
        const fault = secret && certificateFault(secret);
        if (!fault) return [];
        return credential.finding({
          message: `the Secret \`${credential.text}\` holds no certificate to serve: ${fault}`,
          why: 'every TLS handshake with this server fails',
        });
      });
  },
});

/** Source: Istio `ExtractCertInfo` and `ValidateCertificate`. */
function certificateFault({ object }: Manifest): string | undefined {
  const pairs = [
    ['cert', 'key'],
    ['tls.crt', 'tls.key'],
  ] as const;
  const pair = pairs.find((names) => names.every((name) => value(object, name) !== ''));
  if (!pair) return 'it has neither `tls.crt` and `tls.key`, nor `cert` and `key`';
  try {
    const certificate = new X509Certificate(value(object, pair[0]));
    const now = Date.now();
    return now > Date.parse(certificate.validTo) || now < Date.parse(certificate.validFrom)
      ? `it is valid from ${certificate.validFrom} to ${certificate.validTo}`
      : undefined;
  } catch {
    return `\`${pair[0]}\` is not a PEM certificate`;
  }
}

function value(object: Manifest['object'], key: string): string {
  const secret = new FieldReader(object);
  const plain = secret.at('stringData', key);
  return plain.exists ? plain.text : Buffer.from(secret.at('data', key).text, 'base64').toString('utf8');
}
