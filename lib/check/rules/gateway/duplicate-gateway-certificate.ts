import { kinds } from '../../../istio/kinds';
import { fits } from '../../../istio/labels';
import { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';

export const duplicateGatewayCertificate = rule({
  code: 'IST0138',
  name: 'duplicate-gateway-certificate',
  level: 'warning',
  kinds: [kinds.Gateway],
  check({ spec, qualifiedName }, { mesh }) {
    const selector = spec.at('selector').labels ?? {};
    return spec.at('servers').items.flatMap((server) => {
      const certificate = certificateOf(server.at('tls'));
      const other =
        certificate &&
        gatewaysByCertificate(mesh)
          .get(certificate.key)
          ?.find((rival) => rival.name !== qualifiedName && fits(selector, rival.selector));
      if (!other) return [];
      return certificate.field.finding({
        message: `the certificate \`${certificate.field.text}\` is also served by the Gateway \`${other.name}\` on the same pods`,
        why: 'a browser reuses its HTTP/2 connection for every host of a certificate, and gets 404 for the hosts of the other Gateway',
        fix: 'put the servers that share a certificate into one Gateway',
      });
    });
  },
});

/** Two files, or the name of one Secret. Source: Istio gateway `CertificateAnalyzer`. */
function certificateOf(tls: FieldReader): { key: string; field: FieldReader } | undefined {
  const credential = tls.at('credentialName');
  if (credential.text !== '') return { key: `secret ${credential.text}`, field: credential };
  const certificate = tls.at('serverCertificate');
  const key = tls.at('privateKey').text;
  return certificate.text === '' || key === '' ? undefined : { key: `files ${certificate.text} ${key}`, field: certificate };
}

const gatewaysByCertificate = memo((mesh: Mesh) => {
  const byCertificate = new Map<string, { readonly name: string; readonly selector: Readonly<Record<string, string>> }[]>();
  for (const { name, selector, manifest } of mesh.gateways.all) {
    for (const server of new FieldReader(manifest.object).at('spec', 'servers').items) {
      const certificate = certificateOf(server.at('tls'));
      if (!certificate) continue;
      const bucket = byCertificate.get(certificate.key);
      if (bucket) bucket.push({ name, selector });
      else byCertificate.set(certificate.key, [{ name, selector }]);
    }
  }
  return byCertificate;
});
