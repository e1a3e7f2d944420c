import { kinds } from '../../../istio/kinds';
import type { Manifest } from '../../../manifest/manifest';
import { certificateIn } from '../../../mesh/installation/certificate';
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
function certificateFault(secret: Manifest): string | undefined {
  const { certificate, fault } = certificateIn(secret);
  if (!certificate) return fault;
  const now = Date.now();
  return now > Date.parse(certificate.validTo) || now < Date.parse(certificate.validFrom)
    ? `it is valid from ${certificate.validFrom} to ${certificate.validTo}`
    : undefined;
}
